"""Checks of a record's fields that name field and rule: `Refusal("shop_file", field="taxes[0].rate_bp", rule="range: 0..100000")`."""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import NoReturn

from sync.protocol.errors import Refusal
from sync.protocol.text import Text

PRICE_LIMIT_MINOR = 10**10
"""No price, coupon or card in a shop file reaches this; a currency of many small units still has room for a motorbike."""

ID_LIMIT_CHARS = 64
TEXT_LIMIT_CHARS = 200
_LANGUAGE = re.compile(r"[a-z]{2}")


def refuse(field: str, rule: str, what: object = "") -> NoReturn:
    """Raise the refusal of a shop file; the rule is a code, followed by the bound or the value at fault."""
    raise refusal(field, rule, what)


def refusal(field: str, rule: str, what: object = "") -> Refusal:
    """Return the refusal of a shop file."""
    return Refusal("shop_file", field=field, rule=f"{rule}: {what}" if what != "" else rule)


def require_range(field: str, value: int | None, least: int, most: int) -> None:
    """Refuse (`range`) a number outside [least, most]; None is no number."""
    if value is not None and not least <= value <= most:
        refuse(field, "range", f"{least}..{most}")


def require_price(field: str, value: int | None, least: int = 0) -> None:
    """Refuse (`range`) an amount that no price can be."""
    require_range(field, value, least, PRICE_LIMIT_MINOR - 1)


def require_text(field: str, value: str, most: int = TEXT_LIMIT_CHARS) -> None:
    """Refuse (`text`) what is empty, too long, blank at an end, or holds control characters that a printer would obey."""
    if not value or len(value) > most or not value.isprintable() or value != value.strip():
        refuse(field, "text", f"1..{most}")


def require_id(field: str, value: str) -> None:
    """Refuse (`text`) an identifier that is not a short printable text."""
    require_text(field, value, ID_LIMIT_CHARS)


def require_words(field: str, value: Text, *, optional: bool = False) -> None:
    """Refuse words that are blank (`text`) or not by language code (`language`)."""
    if isinstance(value, str):
        if value or not optional:
            require_text(field, value)
        return
    if not value:
        refuse(field, "empty")
    for language, text in value.items():
        if _LANGUAGE.fullmatch(language) is None:
            refuse(f"{field}.{language}", "language")
        require_text(f"{field}.{language}", text)


def require_known(field: str, value: str, known: Iterable[str] | Mapping[str, object]) -> None:
    """Refuse (`unknown_reference`) a name that nothing in the file bears."""
    if value not in known:
        refuse(field, "unknown_reference", value)


def require_unique(values: Sequence[Hashable], field: str, *, secret: bool = False) -> None:
    """Refuse (`duplicate`) a value that came before, unnamed if `secret`; `field` is a format with the place, such as `taxes[{}].id`."""
    if len(set(values)) == len(values):
        return
    seen: set[Hashable] = set()
    for index, value in enumerate(values):
        if value in seen:
            refuse(field.format(index), "duplicate", "" if secret else value)
        seen.add(value)


def require_day(field: str, value: str | None) -> None:
    """Refuse (`date`) what is not a day written YYYY-MM-DD."""
    if value is None:
        return
    try:
        written = date.fromisoformat(value).isoformat()
    except ValueError:
        written = ""
    if written != value:
        refuse(field, "date")
