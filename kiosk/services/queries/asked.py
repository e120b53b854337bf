"""What screens may ask."""

import msgspec


class SearchGoods(msgspec.Struct, frozen=True):
    text: str
    limit: int = 30


class Departments(msgspec.Struct, frozen=True):
    pass


class GoodsOf(msgspec.Struct, frozen=True):
    department: str
    offset: int = 0
    limit: int = 60


class SearchMembers(msgspec.Struct, frozen=True):
    text: str
    limit: int = 20


class MemberName(msgspec.Struct, frozen=True):
    id: str


class StaffList(msgspec.Struct, frozen=True):
    pass


class SyncState(msgspec.Struct, frozen=True):
    pass


class PrinterStatus(msgspec.Struct, frozen=True):
    pass


class DayInfo(msgspec.Struct, frozen=True):
    pass


class Recovery(msgspec.Struct, frozen=True):
    pass


class Desk(msgspec.Struct, frozen=True):
    """The manager's end of day, asked of the ledger; fails with EnvironmentFault when it cannot be reached."""

    business_day: str


class AskPush(msgspec.Struct, frozen=True):
    """The manager's button: push what this machine holds and ask the other terminals to push now."""


class PaperText(msgspec.Struct, frozen=True):
    """The text of a finished receipt, as it prints."""

    number: str


class HeldTickets(msgspec.Struct, frozen=True):
    """The tickets put aside at this till, oldest first."""


class FindReceipt(msgspec.Struct, frozen=True):
    """A receipt to give goods back from: of this till, or asked of the ledger; by number or by what its QR holds."""

    receipt: str


class RecentReceipts(msgspec.Struct, frozen=True):
    """The last receipts of this till, newest first."""

    limit: int = 30


class Reasons(msgspec.Struct, frozen=True):
    """The shop's reasons for an act (`permissions.Act`)."""

    act: str


class MakeGoods(msgspec.Struct, frozen=True):
    """What the person at the till may give a member to make good."""


class ConsentsOf(msgspec.Struct, frozen=True):
    """The purposes that a member has consented to, as this terminal knows."""

    member: str


class OfferReasons(msgspec.Struct, frozen=True):
    """Every offer of the shop and what becomes of it on the open ticket (`answers.TraceView`)."""


class GoodsByPlu(msgspec.Struct, frozen=True):
    """The product of a short number, or None."""

    plu: str


class PrintQueue(msgspec.Struct, frozen=True):
    """The papers that wait, and what became of the last that came out."""


class SettingsNow(msgspec.Struct, frozen=True):
    """The settings of this terminal with their values in force."""


class PaymentOptions(msgspec.Struct, frozen=True):
    """The ways to pay the open ticket, or to pay it out."""


class ConsentTexts(msgspec.Struct, frozen=True):
    """The words of each purpose that a member may consent to, in the customer's language."""

    language: str = "fr"


class FindMember(msgspec.Struct, frozen=True):
    """Members by card number, phone, e-mail or name: known here, or by number, phone and e-mail at the ledger, which is asked aside."""

    text: str
    limit: int = 20


class MemberProfile(msgspec.Struct, frozen=True):
    """A member's contact data, for who takes them down; None at a kiosk, and where this till has none."""

    id: str


class MemberCardPicture(msgspec.Struct, frozen=True):
    """The code of a member's card as a PNG."""

    id: str
    scale: int = 8


class WalletPass(msgspec.Struct, frozen=True):
    """A member's card as a signed file for a phone's wallet. Refusal `no_pass_certificate` where the shop has set none."""

    id: str
