"""What the shop holds of a member, read from the exported document: its names and codes in words, and nothing said twice."""

from collections.abc import Callable, Iterator, Sequence

from kiosk.screens.shared.consent_words import consent_title
from sync.base.words import Words

LEDGER, TILL = "ledger", "till"
_WRAPPERS = frozenset({LEDGER, TILL, "profile", "record", "fields"})
"""Where something lies, which is nothing to a member."""

_WORDS: dict[str, Callable[[Words], str]] = {
    "accounts": lambda w: w.tr("Account"),
    "address": lambda w: w.tr("Address"),
    "amount": lambda w: w.tr("Amount"),
    "at": lambda w: w.tr("Time"),
    "balances": lambda w: w.tr("Balance"),
    "birthday": lambda w: w.tr("Birthday"),
    "bought": lambda w: w.tr("Last bought"),
    "card": lambda w: w.tr("Card number"),
    "city": lambda w: w.tr("Town"),
    "code": lambda w: w.tr("Card"),
    "consents": lambda w: w.tr("Consent"),
    "day": lambda w: w.tr("Day"),
    "debt": lambda w: w.tr("Debt"),
    "email": lambda w: w.tr("E-mail"),
    "expires": lambda w: w.tr("Ends on"),
    "expiring": lambda w: w.tr("Ends next"),
    "first_name": lambda w: w.tr("First name"),
    "first_purchase": lambda w: w.tr("First purchase"),
    "goods": lambda w: w.tr("Articles bought"),
    "history": lambda w: w.tr("History"),
    "home": lambda w: w.tr("Store of joining"),
    "id": lambda w: w.tr("Number"),
    "joined": lambda w: w.tr("Joined on"),
    "kind": lambda w: w.tr("What happened"),
    "language": lambda w: w.tr("Language"),
    "last_name": lambda w: w.tr("Last name"),
    "last_visit": lambda w: w.tr("Last visit"),
    "lots": lambda w: w.tr("Earned"),
    "member": lambda w: w.tr("Member"),
    "memberships": lambda w: w.tr("Membership"),
    "moves": lambda w: w.tr("Movement"),
    "paid": lambda w: w.tr("Paid with"),
    "pending": lambda w: w.tr("Not yet usable"),
    "phone": lambda w: w.tr("Phone"),
    "postcode": lambda w: w.tr("Postcode"),
    "segments": lambda w: w.tr("Group"),
    "staff": lambda w: w.tr("Noted by"),
    "tier": lambda w: w.tr("Tier"),
    "tiers": lambda w: w.tr("Tier reached"),
    "usable_from": lambda w: w.tr("Usable from"),
    "uses": lambda w: w.tr("Offer used"),
}


def document_rows(words: Words, document: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield way, name and value of each thing held; what the till only repeats of the ledger is left out."""
    at_ledger = set(document)
    for way, value in document:
        place, _, rest = way.partition(".")
        if place != TILL or (f"{LEDGER}.{rest}", value) not in at_ledger:
            yield way, _name(words, way), _value(words, way, value)


def _name(words: Words, way: str) -> str:
    parts = [part for part in way.split(".") if part not in _WRAPPERS]
    return " · ".join(_part(words, part) for part in parts) or way


def _part(words: Words, part: str) -> str:
    """Name a step of the way: a list's place stays behind it as a number."""
    name, _, place = part.partition(" ")
    said = _WORDS[name](words) if name in _WORDS else name.replace("_", " ")
    return f"{said} {place}" if place else said


def _value(words: Words, way: str, value: str) -> str:
    return consent_title(words, value) if ".consents " in way else value
