"""Profiles to measure on: a cashier's till with the day open, with as many goods and as many past sales as asked for."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kiosk.bootstrap import Running, open_terminal
from kiosk.cli.shop import open_shop
from kiosk.services.profile import IDENTITY, read_profile
from kiosk.store.reference import ReferenceStore
from sync.base.settings import FILE as SETTINGS
from sync.protocol.offers import Offer
from sync.protocol.records import Product
from sync.protocol.wire import Change, Page
from sync.rules.barcode import check_digit
from sync.shopfile import load

CASHIER, MEMBER_CODE, TAGGED_EVERY = "nadia", "0421", 4
NOBODY = "http://127.0.0.1:9"
"""The port that nobody listens on."""

_DEPARTMENTS, _PAGE = 16, 5_000

SHOP = {
    "version": 1,
    "shop": {
        "name": "Le Comptoir",
        "country": "FR",
        "currency": "EUR",
        "minor_digits": 2,
        "timezone": "Europe/Paris",
        "languages": ["fr", "en"],
        "prices_include_tax": True,
    },
    "stores": [{"id": "S1", "name": "Lyon", "address": "12 rue des Halles"}],
    "registers": [{"id": "01", "store": "S1", "kind": "cashier"}],
    "taxes": [{"id": "T20", "name": "TVA 20 %", "rate_bp": 2000}, {"id": "T55", "name": "TVA 5,5 %", "rate_bp": 550}],
    "departments": [{"id": f"d{number:02d}", "name": f"Rayon {number}"} for number in range(_DEPARTMENTS)],
    "products": [],
    "staff": [{"id": CASHIER, "name": "Nadia", "role": "cashier", "pin": "2580"}],
    "members": [{"id": "m1", "code": MEMBER_CODE, "profile": {"first_name": "Claire"}, "balances": {"POINT": 10}}],
    "offers": [
        {"id": "bio10", "name": "Bio", "kind": "percent", "when": {"tags": ["bio"]}, "percent_bp": 1000},
        {
            "id": "next",
            "name": "Prochain achat",
            "kind": "receipt_coupon",
            "when": {"min_gross_minor": 2000},
            "amount_minor": 500,
            "needs": {"min_gross_minor": 3000},
            "valid": {"until": "end_of_month", "months": 1},
        },
    ],
    "programmes": [{"id": "POINT", "name": "Points", "kind": "points", "earn": {"points": 1, "per_minor": 100, "on": "gross"}}],
}


def barcode(number: int) -> str:
    """Return the EAN-13 of a product of this shop."""
    body = f"200{number:09d}"
    return f"{body}{check_digit(body)}"


def make_profile(folder: Path, goods: int, *, equipped: bool = True, offers: Sequence[Offer] | None = None) -> Path:
    """Make a till of a shop with so many products and the day open; `equipped` with what a shop's till has beside it.

    `offers` stand in place of the shop's own.
    """
    folder.mkdir(parents=True)
    shop = load(msgspec.json.encode(SHOP))
    open_shop(folder, shop if offers is None else msgspec.structs.replace(shop, offers=list(offers)))
    reference = ReferenceStore.open(folder)
    for first in range(0, goods, _PAGE):
        changes = [_change(number) for number in range(first, min(goods, first + _PAGE))]
        reference.apply(Page(scope="product", cursor=first + 1, more=False, changes=changes))
    reference.close()
    if equipped:
        equip(folder)
    running = open_terminal(folder)
    running.till.begin(CASHIER, open_day=True)
    running.close_files()
    return folder


def equip(folder: Path) -> None:
    """Give the till what a shop's has: a printer, and a ledger that cannot be reached."""
    (folder / SETTINGS).write_text(f'printer = "file:{folder / "paper.escpos"}"\n', encoding="utf-8")
    identity, _ = read_profile(folder)
    (folder / IDENTITY).write_bytes(msgspec.json.encode(msgspec.structs.replace(identity, ledger=NOBODY)))


@contextmanager
def terminal(folder: Path) -> Iterator[Running]:
    """Open a till without its threads, its cashier logged in again as after every start."""
    running = open_terminal(folder)
    try:
        running.till.begin(CASHIER, open_day=False)
        yield running
    finally:
        running.close_files()


def _change(number: int) -> Change:
    product = Product(
        sku=f"s{number:06d}",
        name={"fr": f"Crème brûlée {number}", "en": f"Custard {number}"},
        department=f"d{number % _DEPARTMENTS:02d}",
        price_minor=100 + number % 900,
        unit="piece",
        taxes=["T55" if number % 2 else "T20"],
        barcodes=[barcode(number)],
        tags=["bio"] if number % TAGGED_EVERY == 0 else [],
    )
    return Change(key=product.sku, body=msgspec.json.encode(product))
