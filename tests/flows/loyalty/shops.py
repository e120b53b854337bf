"""Shop files for loyalty: goods of round prices without tax, so that every figure of a case can be read off."""

from typing import Any

from tests.flows.shops import plain, product

Json = dict[str, Any]

DAY = "2026-11-22"
NOW = f"{DAY}T10:00:00+01:00"
CARD = "0421234567890"
"""The card of member m1."""


def goods(**prices_minor: int) -> list[Json]:
    """Goods by the piece, each under its name, tagged with it."""
    return [product(sku, price, [], tags=[sku]) for sku, price in prices_minor.items()]


def loyal(articles: list[Json], *, offers: list[Json] | None = None, programmes: list[Json] | None = None, **member: Any) -> Json:
    """A shop with one member, m1, whose record has these fields besides."""
    found = plain(articles, [])
    found["members"] = [{"id": "m1", "code": CARD, "profile": {}, **member}]
    return found | {"offers": offers or [], "programmes": programmes or []}


def points(**more: Any) -> Json:
    """A programme of points, one for each whole unit of money."""
    return {"id": "POINT", "kind": "points", "earn": {"points": 1, "per_minor": 100}, **more}


def reward(id: str, points_needed: int, kind: str, **more: Any) -> Json:
    return {"id": id, "points": points_needed, "kind": kind, **more}
