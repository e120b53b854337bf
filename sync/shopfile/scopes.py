"""A shop file as the feed's scopes: which record goes to which store under which key."""

from collections.abc import Iterator
from typing import NamedTuple

from sync.protocol.record import Record
from sync.shopfile.shapes import ShopFile


class Scoped(NamedTuple):
    """A record with its place in the feed."""

    scope: str
    key: str
    record: Record


def catalogue(file: ShopFile, store: str) -> Iterator[Scoped]:
    """Return what the shop is, sells and offers as `store` has it; people, members and cards are their importer's."""
    yield Scoped("shop", "shop", file.shop)
    yield from (Scoped("store", found.id, found) for found in file.stores if found.id == store)
    yield from (Scoped("register", found.id, found) for found in file.registers if found.store == store)
    yield from (Scoped("tax", found.id, found) for found in file.taxes)
    yield from (Scoped("department", found.id, found) for found in file.departments)
    yield from (Scoped("programme", found.id, found) for found in file.programmes)
    yield from (Scoped("offer", found.id, found) for found in file.offers)
    yield from (Scoped("product", found.sku, found) for found in file.products)
    yield from (Scoped("barcode_rule", f"{place:04d}", found) for place, found in enumerate(file.barcode_rules))
