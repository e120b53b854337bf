"""Papers from what is stored: the journal gives the fact, the reference data the names, and only at print time (law 13)."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from kiosk.services import card_balances, gift_cards
from kiosk.services.loyalty_views import suggested
from kiosk.services.member_facts import tiers_now
from kiosk.services.membership import kept
from kiosk.services.membership.names import first_name
from kiosk.services.spooler import PrintJob
from kiosk.services.work import Terminal
from sync.base.version import VERSION
from sync.protocol import facts, tokens
from sync.protocol.envelope import Body, decode_body
from sync.protocol.errors import Refusal
from sync.protocol.facts import Sale
from sync.protocol.ids import PRACTICE_SERIES, ReceiptNumber
from sync.protocol.offers import ReceiptCouponOffer
from sync.protocol.records import TierState
from sync.protocol.text import Text, in_language
from sync.rules import receipt as forms
from sync.rules.digest import digest_of
from sync.rules.receipt.context import Paper, ReceiptContext
from sync.rules.receipt.elements import DrawerKick, Element
from sync.rules.receipt.reports import PeriodFigures

SOFTWARE = f"Comptoir {VERSION}"
F = TypeVar("F", bound=facts.Fact)
_HASH_SHOWN = 8
_PAGE_ENTRIES = 1_000


def elements(terminal: Terminal, job: PrintJob) -> list[Element]:
    """Return the paper of a print job; a copy, or one that may have begun before a stop, is marked as a duplicate."""
    return _MADE[job.kind](terminal, job)


def sale_paper(terminal: Terminal, number: str, *, duplicate: bool = False, open_drawer: bool = False) -> list[Element]:
    """Return the receipt of a sale of this till. Raises Refusal unknown_receipt."""
    return _sale(terminal, PrintJob(kind="sale", number=number, copy=duplicate, open_drawer=open_drawer))


def any_paper(terminal: Terminal, number: str) -> list[Element]:
    """Return the receipt of a sale, or the marked paper of a practice ticket, of this till. Raises Refusal unknown_receipt."""
    parsed = ReceiptNumber.parse(number)
    if parsed is None or parsed.series != PRACTICE_SERIES:
        return sale_paper(terminal, number)
    return _training(terminal, PrintJob(kind="training", number=number, seq=_practised(terminal, number)))


def _practised(terminal: Terminal, number: str) -> int:
    """Return the entry of a practice ticket. Nothing that counts knows of one, no index either: the journal is read from its start."""
    after, written = 0, number.encode()
    while entries := terminal.store.entries(after, _PAGE_ENTRIES):
        for entry in entries:
            after = entry.seq
            if written in entry.body:
                fact = decode_body(entry.body).fact
                if isinstance(fact, facts.TrainingTicket) and fact.number == number:
                    return entry.seq
    return 0


def gift_paper(terminal: Terminal, number: str) -> list[Element]:
    """Return the receipt of a sale without its prices. Raises Refusal unknown_receipt."""
    return _gift(terminal, PrintJob(kind="gift", number=number))


def receipt_code(terminal: Terminal, sale: Sale, at: str) -> str:
    """Return the signed token that a receipt's QR holds; the same sale gives the same token."""
    return tokens.sign(digest_of(sale, at[:10]), terminal.store.signer)


def text_of(terminal: Terminal, number: str) -> str:
    """Return a receipt as plain text, as wide as 80 mm paper."""
    return forms.render_text(sale_paper(terminal, number))


def _drawer(terminal: Terminal, job: PrintJob) -> list[Element]:
    return [DrawerKick()]


def _sale(terminal: Terminal, job: PrintJob) -> list[Element]:
    body, shown, sale = _sold(terminal, job)
    return forms.sale_receipt(sale, _context(terminal, job, body, shown, sale), terminal.words.speaking(sale.language))


def _gift(terminal: Terminal, job: PrintJob) -> list[Element]:
    body, shown, sale = _sold(terminal, job)
    return forms.gift_receipt(sale, _context(terminal, job, body, shown, sale), terminal.words.speaking(sale.language))


def _training(terminal: Terminal, job: PrintJob) -> list[Element]:
    body, shown = _entry(terminal, job.seq)
    ticket = _of_kind(body, facts.TrainingTicket).ticket
    paper = msgspec.structs.replace(_context(terminal, job, body, shown, ticket), training=True, open_drawer=False)
    return forms.sale_receipt(ticket, paper, terminal.words.speaking(ticket.language))


def _sold(terminal: Terminal, job: PrintJob) -> tuple[Body, str, Sale]:
    found = terminal.store.found_sale(job.number)
    if found is None:
        raise Refusal("unknown_receipt", field="receipt")
    return decode_body(found.entry.body), found.entry.hash.hex()[:_HASH_SHOWN], found.sale


def _context(terminal: Terminal, job: PrintJob, body: Body, shown_hash: str, sale: Sale) -> ReceiptContext:
    """A copy has no code of a store credit, which is as good as money, and no balances, which were others then; practice neither."""
    first = not job.copy and job.kind == "sale"
    return ReceiptContext(
        **_head(terminal, body.at, body.staff),
        entry_hash=shown_hash,
        seq=body.seq,
        duplicate=job.is_duplicate,
        copy=job.copy_number,
        code=receipt_code(terminal, sale, body.at),
        member_name=first_name(terminal, sale.member.id) if sale.member else "",
        offers=_offer_names(terminal),
        programmes=terminal.policy.programmes,
        open_drawer=job.open_drawer and not job.started,
        card_balances=_balances(terminal, sale) if first else {},
        tiers=_tiers(terminal, sale) if first else {},
        credit_codes=gift_cards.credits_of(terminal, sale) if first else {},
        products={each.sku: each.names for each in suggested(terminal, sale.suggested)},
    )


def _tiers(terminal: Terminal, sale: Sale) -> dict[str, TierState]:
    """Where the member stands with this sale, as the wallet shows it."""
    member = terminal.reference.member(sale.member.id) if sale.member is not None else None
    return tiers_now(terminal, member) if member is not None else {}


def _balances(terminal: Terminal, sale: Sale) -> dict[str, int]:
    """What is left on each gift card that was sold, spent or loaded."""
    cards = {tender.card for tender in sale.tenders} | {line.card for line in sale.lines}
    found = [card_balances.find(terminal, card) for card in cards if card]
    return {held.id: held.balance_minor for held in found if held is not None}


def _closing(terminal: Terminal, job: PrintJob) -> list[Element]:
    closed, paper = _told(terminal, job, facts.DayClosed)
    return forms.z_report(closed, paper, terminal.words)


def _period(terminal: Terminal, job: PrintJob) -> list[Element]:
    closed, paper = _told(terminal, job, facts.PeriodClosed)
    return forms.period_report(closed, paper, terminal.words)


def _cash(terminal: Terminal, job: PrintJob) -> list[Element]:
    moved, paper = _told(terminal, job, facts.CashMoved)
    return forms.cash_slip(moved, paper, terminal.words, reason_text(terminal, moved.reason))


def _recovery(terminal: Terminal, job: PrintJob) -> list[Element]:
    """What staff gave to make good; a credit's code stands on the first paper only."""
    given, paper = _told(terminal, job, facts.RecoveryGiven)
    codes = {given.card: gift_cards.recovery_code(terminal, paper.seq)} if given.card and not job.copy else {}
    context = ReceiptContext(
        **msgspec.structs.asdict(paper), offers=_offer_names(terminal), credit_codes=codes, member_name=first_name(terminal, given.member)
    )
    return forms.recovery_slip(given, context, terminal.words)


def _report(terminal: Terminal, job: PrintJob) -> list[Element]:
    figures = msgspec.json.decode(job.report, type=PeriodFigures)
    paper = msgspec.structs.replace(_now(terminal, job), duplicate=job.is_duplicate, copy=job.copy_number)
    return forms.x_report(figures, paper, terminal.words)


def _member_card(terminal: Terminal, job: PrintJob) -> list[Element]:
    """The newest card is printed, whichever was meant when it was put into the queue; of who was erased since, nothing."""
    member = kept.record_of(terminal, job.number)
    if member is None:
        return []
    code = kept.card_code(terminal, member)
    profile = kept.profile_of(terminal, member.id)
    language = profile.fields.get("language", "") if profile else ""
    words = terminal.words.speaking(language or terminal.words.language)
    return forms.member_card(code, first_name(terminal, member.id), _now(terminal, job), words)


def _test(terminal: Terminal, job: PrintJob) -> list[Element]:
    return forms.trial_page(_now(terminal, job), terminal.words)


def reason_text(terminal: Terminal, reason: str) -> str:
    """Return a reason in words: the shop's own for an id of its list, what was typed where it was not erased, else nothing."""
    for each in terminal.policy.shop.habits.reasons:
        if each.id == reason:
            return in_language(each.name, terminal.words.language)
    kept = terminal.store.personal("reason", reason) if reason else None
    return str(msgspec.json.decode(kept, type=dict[str, str]).get("text", "")) if kept else ""


def head_of(terminal: Terminal, seq: int) -> Paper:
    """Return the head of a paper that shows an entry: shop, register, person and moment."""
    return _of_entry(terminal, PrintJob(kind="sale", seq=seq))[1]


def _told(terminal: Terminal, job: PrintJob, kind: type[F]) -> tuple[F, Paper]:
    """Return the fact of the entry that a paper shows, and the head of that paper."""
    body, paper = _of_entry(terminal, job)
    return _of_kind(body, kind), paper


def _of_kind(body: Body, kind: type[F]) -> F:
    if not isinstance(body.fact, kind):
        raise Refusal("unknown_receipt", field="receipt")
    return body.fact


def _of_entry(terminal: Terminal, job: PrintJob) -> tuple[Body, Paper]:
    body, shown_hash = _entry(terminal, job.seq)
    head = _head(terminal, body.at, body.staff)
    return body, Paper(**head, entry_hash=shown_hash, seq=body.seq, duplicate=job.is_duplicate, copy=job.copy_number)


def _entry(terminal: Terminal, seq: int) -> tuple[Body, str]:
    entry = terminal.store.entry(seq)
    if entry is None:
        raise Refusal("unknown_receipt", field="receipt")
    return decode_body(entry.body), entry.hash.hex()[:_HASH_SHOWN]


def _now(terminal: Terminal, job: PrintJob) -> Paper:
    return Paper(**_head(terminal, terminal.clock.now().isoformat(), job.staff))


def _head(terminal: Terminal, at: str, staff: str) -> dict[str, Any]:
    person = terminal.reference.staff(staff) if staff else None
    return {
        "shop": terminal.policy.shop,
        "store": terminal.store_record,
        "register": terminal.identity.register,
        "at": at,
        "cashier": person.name.split(" ")[0] if person else "",
        "software": SOFTWARE,
        "taxes": tuple(terminal.policy.taxes.values()),
    }


def _offer_names(terminal: Terminal) -> dict[str, Text]:
    return {offer.id: offer.name for offer in terminal.policy.offers if not isinstance(offer, ReceiptCouponOffer)}


_MADE: Mapping[str, Callable[[Terminal, PrintJob], list[Element]]] = {
    "drawer": _drawer,
    "sale": _sale,
    "gift": _gift,
    "training": _training,
    "closing": _closing,
    "period": _period,
    "cash": _cash,
    "report": _report,
    "test": _test,
    "member_card": _member_card,
    "recovery": _recovery,
}
