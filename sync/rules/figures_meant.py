"""The bounds of every figure, name and list in offers and programmes, by the name of its field, and the walk that checks them."""

from collections.abc import Iterator
from functools import cache

import msgspec

from sync.protocol.record import Record
from sync.rules.bounds import PRICE_LIMIT_MINOR, refuse, require_id, require_range, require_unique, require_words

_PRICE = (0, PRICE_LIMIT_MINOR - 1)
_SHARE_BP = (0, 10_000)
_PIECES = (1, 9_999)
_COUNT = (1, 1_000_000)
_DAYS = (0, 3_660)
_MONTHS = (0, 60)

BOUNDS: dict[str, tuple[int, int]] = {
    "priority": (-1_000_000, 1_000_000),
    "percent_bp": _SHARE_BP,
    "most_bp": _SHARE_BP,
    "margin_floor_bp": _SHARE_BP,
    "times_bp": (0, 1_000_000),
    "amount_minor": _PRICE,
    "price_minor": _PRICE,
    "min_gross_minor": _PRICE,
    "min_chosen_minor": _PRICE,
    "from_minor": _PRICE,
    "most_minor": _PRICE,
    "budget_minor": _PRICE,
    "least_minor": _PRICE,
    "value_minor": _PRICE,
    "per_minor": (1, PRICE_LIMIT_MINOR - 1),
    "min_quantity": _PIECES,
    "quantity": _PIECES,
    "buy": _PIECES,
    "get": _PIECES,
    "free": _PIECES,
    "every": _PIECES,
    "most": _PIECES,
    "skip": (0, 9_999),
    "per_basket": _COUNT,
    "per_member": _COUNT,
    "total": (1, 1_000_000_000),
    "total_pieces": (1, 1_000_000_000),
    "stock": (0, 1_000_000_000),
    "before": (0, 183),
    "after": (0, 183),
    "weekdays": (1, 7),
    "months": _MONTHS,
    "days": _DAYS,
    "pending_days": _DAYS,
    "grace_days": _DAYS,
    "remind_days": _DAYS,
    "recency_days": _DAYS,
    "absent_days": _DAYS,
    "points": (0, 1_000_000),
    "visit": (0, 1_000_000),
    "punches": (1, 1_000),
    "needs": (1, 1_000),
    "step": _COUNT,
    "least": _COUNT,
    "need": _PRICE,
    "least_sales": _COUNT,
    "per_day": (1, 1_000),
}
"""The least and the greatest of a number, wherever a field of that name holds one."""

ITEMS_LIMIT = 1_000
"""So many items a list of an offer or programme may have."""

_WORDS = frozenset({"name", "perks"})
_FREE_TEXT = frozenset({"since", "until", "day"})
"""Days and times: written as their own checks say."""


def check(at: str, record: Record) -> None:
    """Refuse (`shop_file`, naming the place) a number out of its bounds, an identifier that is none, and what a list names twice."""
    for name in record.__struct_fields__:
        value = getattr(record, name)
        # A default is lawful by itself: an empty text means none.
        if value != _defaults(type(record))[name]:
            _check_value(f"{at}.{name}", name, value)


def structs(at: str, record: Record) -> Iterator[tuple[str, Record]]:
    """Return the record and every record within it, each with its place."""
    yield at, record
    for name in record.__struct_fields__:
        value = getattr(record, name)
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(item, Record):
                yield from structs(f"{at}.{name}[{index}]" if isinstance(value, list) else f"{at}.{name}", item)


def _check_value(at: str, name: str, value: object) -> None:
    match value:
        case bool() | None:
            pass
        case int():
            require_range(at, value, *BOUNDS[name])
        case Record():
            check(at, value)
        case list():
            _check_list(at, name, value)
        case dict() if name not in _WORDS:
            for key, item in value.items():
                _check_value(f"{at}.{key}", name, item)
        case str() | dict():
            _check_text(at, name, value)


def _check_list(at: str, name: str, items: list[object]) -> None:
    if len(items) > ITEMS_LIMIT:
        refuse(at, "items", f"..{ITEMS_LIMIT}")
    if name not in _WORDS and all(isinstance(item, str | int) for item in items):
        require_unique([str(item) for item in items], f"{at}[{{}}]")
    for index, item in enumerate(items):
        _check_value(f"{at}[{index}]", name, item)


def _check_text(at: str, name: str, value: str | dict[str, str]) -> None:
    if name in _WORDS:
        require_words(at, value)
    elif name not in _FREE_TEXT and isinstance(value, str):
        require_id(at, value)


@cache
def _defaults(kind: type[Record]) -> dict[str, object]:
    return {field.name: field.default for field in msgspec.structs.fields(kind)}
