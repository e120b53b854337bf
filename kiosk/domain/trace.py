"""The evaluation's trace: what became of every offer that a line, the member or a code made a candidate; codes and numbers only."""

import hashlib
from collections.abc import Sequence
from typing import Literal

import msgspec

Status = Literal["applied", "beaten", "not_met", "spent", "stopped"]


class TraceItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One candidate. `amount_minor` is what it took off, on `lines`; `condition`, `have` and `need` say why it did not.

    Conditions bear the names of the offer's own fields (`tags`, `skus` and `departments` count lines, `member` 0 or 1, `min_gross_minor`
    money, `valid_until` a day as the number YYYYMMDD); `proven` is 0 where an offer is a member's own and who stands at a kiosk only named
    them; `discountable_minor` is what is left to take off, `quantity`, `buy`, `get`, `parts`
    and `sku` count pieces of one set, `from_minor` money towards a step, `points` what a reward costs, `stock` and the names of limits what
    is left. `coupon` is the id of the coupon that made the offer a candidate, `by` the offer that beat it, `points` what it gave or cost.
    `short_minor` or `short_pieces` more would get it. `more_minor` is the most that another combination could have
    brought where the search for the best was stopped.
    """

    id: str
    status: Status
    amount_minor: int | None = None
    condition: str | None = None
    have: int | None = None
    need: int | None = None
    coupon: str | None = None
    by: str | None = None
    points: int | None = None
    short_minor: int | None = None
    short_pieces: int | None = None
    more_minor: int | None = None
    lines: list[int] = []

    def with_short(self, *, money: bool, short: int) -> "TraceItem":
        """Return the item saying how much more would get the offer."""
        return msgspec.structs.replace(self, short_minor=short) if money else msgspec.structs.replace(self, short_pieces=short)


def not_met(id: str, condition: str, have: int, need: int, *, coupon: str | None = None) -> TraceItem:
    """Return the item of an offer that failed at a condition."""
    return TraceItem(id=id, status="not_met", condition=condition, have=have, need=need, coupon=coupon)


def trace_hash(trace: Sequence[TraceItem]) -> str:
    """Return SHA-256 (hexadecimal) over the trace as canonical JSON: keys sorted, absent ones left out."""
    return hashlib.sha256(msgspec.json.encode(trace, order="sorted")).hexdigest()
