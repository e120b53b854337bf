"""What every request is, and the bounds of its fields."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from sync.protocol.money import MINOR_LIMIT

QUANTITY_LIMIT = 9_999


WEIGHT_LIMIT_G = 1_000_000


PIN_PATTERN = "^[0-9]{4,8}$"


MEMBER_PATTERN = "^[0-9a-f]{32}$"


DAY_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


Text64 = Annotated[str, Meta(min_length=1, max_length=64)]


Reason = Annotated[str, Meta(min_length=1, max_length=80)]


Scanned = Annotated[str, Meta(min_length=1, max_length=600)]


Amount = Annotated[int, Meta(ge=0, lt=MINOR_LIMIT)]


LineNumber = Annotated[int, Meta(ge=1, le=100_000)]


Quantity = Annotated[int, Meta(ge=1, le=QUANTITY_LIMIT)]


Weight = Annotated[int, Meta(ge=1, le=WEIGHT_LIMIT_G)]


Pin = Annotated[str, Meta(pattern=PIN_PATTERN)]


Day = Annotated[str, Meta(pattern=DAY_PATTERN)]


Paper = Literal["none", "paper", "digital"]


class Request(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", forbid_unknown_fields=True, omit_defaults=True):
    """Base of all requests. `request` makes it safe to send again: the first answer comes back, marked replayed."""

    request: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
