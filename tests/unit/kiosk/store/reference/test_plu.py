"""Short numbers of the pad: apart from barcodes, moving with the feed, and there after an upgrade of a file that had none."""

from pathlib import Path

from kiosk.store.reference import ReferenceStore
from kiosk.store.reference.store import REFERENCE
from sync.database.sqlite import connect
from tests.unit.kiosk.store.reference.build import gone, page, product, products


def test_a_short_number_is_no_barcode_and_moves_with_the_feed(tmp_path: Path) -> None:
    store = ReferenceStore.open(tmp_path)
    pear, apple = product(1, plu="41"), product(2, plu="42")
    store.apply(products(pear, apple))
    assert store.product_by_plu("41") == pear and store.product_by_code("41") is None
    assert store.product_by_plu("4") is None and store.product_by_plu("") is None
    store.apply(products(product(1), product(2, plu="41"), cursor=2))
    assert store.product_by_plu("41") == product(2, plu="41") and store.product_by_plu("42") is None
    store.apply(page("product", gone("s000002"), cursor=3))
    assert store.product_by_plu("41") is None
    store.close()


def test_it_is_found_by_typing_too(tmp_path: Path) -> None:
    store = ReferenceStore.open(tmp_path)
    store.apply(products(product(1, plu="4011"), product(2)))
    assert [each.sku for each in store.search("401")] == ["s000001"]
    store.close()


def test_a_file_of_the_version_before_is_brought_up(tmp_path: Path) -> None:
    """The file as the first version left it: no table of short numbers, its goods and its cursor kept."""
    store = ReferenceStore.open(tmp_path)
    store.apply(products(product(1), cursor=7))
    store.close()
    old = connect(tmp_path / REFERENCE)
    for statement in ("DROP TABLE plu", "DROP TABLE contact", "UPDATE alembic_version SET version_num = '0001'", "PRAGMA user_version = 1"):
        old.execute(statement)
    old.close()
    store = ReferenceStore.open(tmp_path)
    assert store.product("s000001") == product(1) and store.cursors() == {"product": 7}
    store.apply(products(product(1, plu="9"), cursor=8))
    assert store.product_by_plu("9") is not None
    store.close()
