"""What screens are answered."""

import msgspec

from sync.protocol.text import Text


class GoodsView(msgspec.Struct, frozen=True):
    """A product for a tile or a search row; `price_minor` None is an open price, a price a kilogram for `kg`; both are today's.

    `plu` is its short number; `blocked` goods may not be sold now; `least_minor` and `most_minor` bound a keyed price.
    """

    sku: str
    name: Text
    price_minor: int | None
    unit: str
    picture: str
    department: str
    age: int | None = None
    plu: str = ""
    blocked: bool = False
    least_minor: int | None = None
    most_minor: int | None = None


class DepartmentView(msgspec.Struct, frozen=True):
    id: str
    name: Text
    count: int


class MemberRow(msgspec.Struct, frozen=True):
    id: str
    name: str
    code: str
    tier: str


class ConsentRow(msgspec.Struct, frozen=True):
    """What is read before consenting to a purpose, and the hash by which the consent names these words."""

    purpose: str
    text: str
    wording: str


class StaffRow(msgspec.Struct, frozen=True):
    id: str
    name: str
    role: str


class SyncView(msgspec.Struct, frozen=True):
    """`since` is when the ledger was last heard (ISO 8601, empty when never); `configured` False when this till has no ledger.

    `unsent` counts all entries that wait, `unsent_sales` the sales among them.
    """

    configured: bool
    online: bool
    since: str
    unsent: int
    unsent_sales: int = 0


class PrinterView(msgspec.Struct, frozen=True):
    """`state` is ready, paper_out, off or unknown, `second` the other printer's, None for none; `waiting` counts papers not yet printed."""

    state: str
    waiting: int
    second: str | None = None


class PaperRow(msgspec.Struct, frozen=True):
    """A paper: `state` is waiting, started (some of it may be out), printed, or unknown (the printer did not say); `kind` as `PrintJob`'s.

    `copy` counts duplicates from 1; `at` (ISO 8601) is when it came out, empty while it waits; `printer` 1 or 2.
    """

    id: str
    kind: str
    number: str
    copy: int
    state: str
    printer: int
    at: str = ""


class DayView(msgspec.Struct, frozen=True):
    """The day and the shop's habits that a screen follows (`records.Habits`)."""

    register: str
    kind: str
    store: str
    shop: str
    currency: str
    minor_digits: int
    languages: tuple[str, ...]
    timezone: str
    business_day: str
    float_minor: int
    last_count_minor: int | None
    staff: str
    staff_name: str
    role: str
    has_card_terminal: bool = True
    locked_by: str = ""
    training: bool = False
    shift_of: str = ""
    ask_paper: bool = True
    blind_count: bool = False
    staff_discount_bp: int = 0
    receipt_url: str = ""
    has_scale: bool = False


class HeldRow(msgspec.Struct, frozen=True):
    """A ticket put aside: when (ISO 8601), by whom, how many lines and what they come to."""

    ticket: str
    at: str
    staff_name: str
    lines: int
    gross_minor: int
    member: str = ""


class ReturnableLine(msgspec.Struct, frozen=True):
    """A line of a receipt; `left` pieces or grams may still be given back, at `gross_minor` for all that was sold."""

    line: int
    name: Text
    sold: int
    left: int
    by_weight: bool
    gross_minor: int


class ReturnableReceipt(msgspec.Struct, frozen=True):
    """`source` is till, ledger or digest: this till's journal, the ledger's, or only the receipt's signed digest, which knows no lines.

    `too_late` is the shop's limit in days where it has passed: nothing comes back any more, though its papers may be printed again.
    """

    number: str
    day: str
    gross_minor: int
    source: str
    lines: tuple[ReturnableLine, ...] = ()
    too_late: int | None = None


class ReceiptRow(msgspec.Struct, frozen=True):
    number: str
    at: str
    gross_minor: int
    tenders: tuple[str, ...] = ()


class ReasonRow(msgspec.Struct, frozen=True):
    id: str
    name: Text


class MakeGoodRow(msgspec.Struct, frozen=True):
    """A programme to make good: a coupon or store credit, up to `most_minor` without anybody's approval."""

    programme: str
    name: Text
    gives: str
    most_minor: int


class SettingRow(msgspec.Struct, frozen=True):
    """A declared setting: its words are translated when shown; `choices` is empty for free text; `waits` for the next start to count."""

    key: str
    value: str
    words: str
    choices: tuple[str, ...] = ()
    waits: bool = False


class RecoveryView(msgspec.Struct, frozen=True):
    """What came back after a stop: open ticket lines, card intents settled, papers still to print, a damaged file set aside."""

    lines: int = 0
    intents: int = 0
    papers: int = 0
    set_aside: str = ""


class PayWay(msgspec.Struct, frozen=True):
    """A kind of tender that may be used now; `most_minor` where it is bounded beforehand.

    `offline_limit_minor` is what it may pay of a member's a day while the ledger cannot be asked, where that is why it is no more, or 0.
    """

    kind: str
    most_minor: int | None = None
    offline_limit_minor: int | None = None


class RefundRow(msgspec.Struct, frozen=True):
    """A way that money may go back, and how much; `card` is a gift card's id: `tender gift_card` without a code pays back to it."""

    kind: str
    amount_minor: int
    card: str = ""


class PaymentView(msgspec.Struct, frozen=True):
    """What is due (negative to pay out), what of it in cash, amounts worth a key, ways to pay, and ways back in order."""

    due_minor: int
    cash_due_minor: int
    quick_minor: tuple[int, ...]
    ways: tuple[PayWay, ...]
    refund: tuple[RefundRow, ...] = ()
