"""The members of the demo shop: invented, always the same, and out of reach (example domains, telephone numbers kept for fiction)."""

import unicodedata
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import msgspec

from kiosk.demo.shop_codes import card_number, draw
from sync.base.resources import read_bytes

_JOINED_FROM = date(2019, 3, 4)
_JOINED_DAYS = 2_750
_FICTION_PHONES = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")
"""Ranges that the French regulator keeps for works of fiction (ARCEP, decision 2018-0881, annex)."""

_LADDER = "CLUB"
_TIERS = ((1_500, "gold"), (500, "silver"), (0, "bronze"))
_CONSENTS: tuple[list[str], ...] = (["email", "offers"], ["email"], ["offers"], ["email", "sms", "offers"], [])
_DOMAINS = ("example.fr", "example.org", "example.com")


class _Names(msgspec.Struct):
    women: list[str]
    men: list[str]
    last_names: list[str]


def members(count: int) -> list[dict[str, Any]]:
    """Return `count` members in the shape of the shop file; no two share a name, a number or an address."""
    names = msgspec.json.decode(read_bytes("demo", "people.json"), type=_Names)
    return [_member(seed, first, last) for seed, (first, last) in enumerate(_full_names(names, count))]


def _full_names(names: _Names, count: int) -> list[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    attempt = 0
    while len(found) < count:
        first_names = names.women if draw(str(attempt), 2, "sex") else names.men
        first = first_names[draw(str(attempt), len(first_names), "first")]
        found[first, names.last_names[draw(str(attempt), len(names.last_names), "last")]] = None
        attempt += 1
    return list(found)


def _member(seed: int, first: str, last: str) -> dict[str, Any]:
    identity = sha256(f"member:{seed}".encode()).hexdigest()[:32]
    joined = _JOINED_FROM + timedelta(days=draw(identity, _JOINED_DAYS, "joined"))
    points = min(draw(identity, 2_400, "points"), draw(identity, 2_400, "restraint"))
    return {
        "id": identity,
        "code": card_number(identity),
        "profile": {
            "first_name": first,
            "last_name": last,
            "email": f"{_ascii(first)}.{_ascii(last)}@{_DOMAINS[draw(identity, len(_DOMAINS), 'domain')]}",
            "phone": _phone(seed, identity),
            "language": "en" if draw(identity, 12, "language") == 0 else "fr",
        },
        "tier": next(tier for least, tier in _TIERS if points >= least),
        "balances": {"POINT": points},
        "progress": {_LADDER: points},
        "joined": joined.isoformat(),
        "first_purchase": (joined + timedelta(days=draw(identity, 9, "first purchase"))).isoformat(),
        "consents": _CONSENTS[draw(identity, len(_CONSENTS), "consents")],
    }


def _phone(seed: int, identity: str) -> str:
    """The last digits run through all 10,000 of a range without repeating, since 7,919 is prime to it."""
    last = (seed * 7_919 + 1_234) % 10_000
    return f"{_FICTION_PHONES[draw(identity, len(_FICTION_PHONES), 'phone')]} {last // 100:02d} {last % 100:02d}"


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", "-")
