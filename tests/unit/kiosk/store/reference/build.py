"""Records and pages for the tests of reference.db."""

from typing import Any

import msgspec

from sync.protocol.records import Department, Member, Pack, Product, Profile, Staff
from sync.protocol.wire import Change, Page


def product(number: int, **more: Any) -> Product:
    fields: dict[str, Any] = {
        "sku": f"s{number:06d}",
        "name": {"fr": f"Crème brûlée {number}", "en": f"Custard {number}"},
        "department": f"d{number % 20:02d}",
        "price_minor": 100 + number,
        "unit": "piece",
        "taxes": ["T20"],
        "barcodes": [f"{number:013d}"],
        "packs": [Pack(barcode=f"9{number:012d}", quantity=6)],
    }
    return Product(**(fields | more))


def change(record: Any, key: str = "") -> Change:
    return Change(key=key or getattr(record, "sku", "") or record.id, body=msgspec.json.encode(record))


def gone(key: str) -> Change:
    return Change(key=key, body=None)


def page(scope: str, *changes: Change, cursor: int = 1, more: bool = False) -> Page:
    return Page(scope=scope, cursor=cursor, more=more, changes=list(changes))


def products(*items: Product, cursor: int = 1) -> Page:
    return page("product", *map(change, items), cursor=cursor)


DEPARTMENTS = page("department", *(change(Department(id=f"d{number:02d}", name={"fr": "Épicerie"})) for number in range(20)))
MEMBER = Member(id="m1", code="C1", tier="gold", balances={"POINT": 7})
PROFILE = Profile(id="m1", salt="s", fields={"name": "Zoé Müller-Quatremer", "phone": "0612345678"})
ANNA = Staff(id="anna", name="Anna", role="cashier", verifier="v")
