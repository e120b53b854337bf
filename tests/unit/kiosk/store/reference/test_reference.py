"""Look-ups in reference.db, pages with their cursors, codes that move, and the file swapped whole."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from pysqlite3 import dbapi2

from kiosk.store.reference import ReferenceStore
from sync.protocol.errors import EnvironmentFault
from sync.protocol.records import IssuerKey, Shop, Tax
from sync.protocol.wire import Change
from tests.unit.kiosk.store.build import Wrapped, sqlite_error
from tests.unit.kiosk.store.reference.build import ANNA, DEPARTMENTS, MEMBER, PROFILE, change, gone, page, product, products


@pytest.fixture
def reference(tmp_path: Path) -> Iterator[ReferenceStore]:
    store = ReferenceStore.open(tmp_path)
    yield store
    store.close()


def counts(reference: ReferenceStore) -> dict[str, int]:
    return {each.department.id: each.products for each in reference.departments() if each.products}


def test_products_by_sku_barcode_and_pack(reference: ReferenceStore) -> None:
    reference.apply(products(product(1), product(2)))
    assert reference.product("s000001") == product(1)
    assert reference.product_by_code("0000000000002") == (product(2), 1)
    assert reference.product_by_code("9000000000002") == (product(2), 6)
    assert reference.product("s9") is None and reference.product_by_code("000000000000") is None


def test_a_barcode_is_found_in_any_of_its_lengths(reference: ReferenceStore) -> None:
    upc = product(1, barcodes=["036000291452"], packs=[])
    reference.apply(products(upc))
    for code in ("036000291452", "0036000291452", "00036000291452"):
        assert reference.product_by_code(code) == (upc, 1)


def test_a_changed_product_is_found_by_its_new_words_and_codes_only(reference: ReferenceStore) -> None:
    reference.apply(DEPARTMENTS)
    reference.apply(products(product(1)))
    changed = product(1, name="Éclair", department="d07", barcodes=["42"], packs=[])
    reference.apply(products(changed, cursor=2))
    assert reference.search("creme") == [] and reference.search("eclair") == [changed]
    assert reference.product_by_code("0000000000001") is None and reference.product_by_code("42") == (changed, 1)
    assert reference.by_department("d01") == [] and reference.by_department("d07") == [changed]
    assert (counts(reference), reference.cursors()["product"]) == ({"d07": 1}, 2)


def test_a_tombstone_leaves_nothing(reference: ReferenceStore) -> None:
    reference.apply(DEPARTMENTS)
    reference.apply(products(product(1)))
    reference.apply(page("product", gone("s000001"), gone("never")))
    assert reference.product("s000001") is None and reference.product_by_code("0000000000001") is None
    assert (reference.search("creme"), reference.by_department("d01"), counts(reference)) == ([], [], {})


def test_the_last_word_on_a_key_in_a_page_counts(reference: ReferenceStore) -> None:
    reference.apply(page("product", change(product(1)), gone("s000001"), change(product(1, price_minor=5))))
    assert reference.product("s000001") == product(1, price_minor=5)
    assert len(reference.search("creme")) == 1


@pytest.mark.parametrize("giver_first", [True, False])
def test_a_barcode_moves_from_one_product_to_another(reference: ReferenceStore, giver_first: bool) -> None:
    reference.apply(products(product(1, barcodes=["42"]), product(2)))
    giver, taker = products(product(1, barcodes=[])), products(product(2, barcodes=["42"]))
    for each in (giver, taker) if giver_first else (taker, giver):
        reference.apply(each)
    assert reference.product_by_code("42") == (product(2, barcodes=["42"]), 1)


def test_what_is_not_sellable_is_no_tile_but_can_be_named(reference: ReferenceStore) -> None:
    reference.apply(DEPARTMENTS)
    hidden = product(1, sellable=False)
    reference.apply(products(hidden))
    assert (reference.search("creme"), reference.by_department("d01"), counts(reference)) == ([], [], {})
    assert reference.product("s000001") == hidden and reference.product_by_code("0000000000001") == (hidden, 1)


@pytest.mark.parametrize("text", ["crème", "CREME", "creme brul", "cust", "brûlée 1", "s000001", "1 custard"])
def test_words_are_found_by_their_beginnings_in_every_language(reference: ReferenceStore, text: str) -> None:
    reference.apply(products(product(1), product(999, name="Sel")))
    assert reference.search(text) == [product(1)]


@pytest.mark.parametrize("text", ["", "  ", '"', "*", '" OR words:', "custard NOT 1", "()", "\x00", "-", "reme"])
def test_nothing_typed_breaks_the_search(reference: ReferenceStore, text: str) -> None:
    reference.apply(products(product(1)))
    assert reference.search(text) == []


def test_a_page_of_search_is_in_the_order_of_the_language(reference: ReferenceStore) -> None:
    names = [{"fr": "Éclair bio", "en": "Zebra bio"}, {"fr": "Zeste bio", "en": "Apple bio"}, {"fr": "Dé bio", "en": "Milk bio"}]
    reference.apply(products(*(product(number, name=name) for number, name in enumerate(names))))
    assert [each.sku[-1] for each in reference.search("bio", language="fr")] == ["2", "0", "1"]
    assert [each.sku[-1] for each in reference.search("bio", language="en")] == ["1", "2", "0"]
    assert len(reference.search("bio", limit=2)) == 2


def test_a_departments_pages_are_by_name_without_accents(reference: ReferenceStore) -> None:
    reference.apply(
        products(*(product(number, name=name, department="d01") for number, name in enumerate(["Zeste", "éclair", "Eau", "sel"])))
    )
    assert [each.name for each in reference.by_department("d01", limit=2)] == ["Eau", "éclair"]
    assert [each.name for each in reference.by_department("d01", limit=2, offset=2)] == ["sel", "Zeste"]


def test_departments_count_over_pages(reference: ReferenceStore) -> None:
    reference.apply(DEPARTMENTS)
    reference.apply(products(*map(product, range(30))))
    reference.apply(products(*map(product, range(20, 45)), cursor=2))
    assert sum(counts(reference).values()) == 45 and counts(reference)["d04"] == 3


def test_members_and_profiles(reference: ReferenceStore) -> None:
    reference.apply(page("member", change(MEMBER)))
    reference.apply(page("profile", change(PROFILE)))
    assert reference.member("m1") == reference.member_by_code("C1") == MEMBER
    assert reference.profile("m1") == PROFILE
    for text in ("zoe", "MULLER", "quatremer zo", "06123"):
        assert reference.search_members(text) == [(MEMBER, PROFILE)]
    assert (reference.member("m2"), reference.member_by_code(""), reference.profile("m2"), reference.search_members("")) == (
        None,
        None,
        None,
        [],
    )


def test_an_erased_member_leaves_no_bytes(reference: ReferenceStore, tmp_path: Path) -> None:
    def on_disk() -> bytes:
        return b"".join(part.read_bytes() for part in tmp_path.iterdir()).lower()

    reference.apply(page("member", change(MEMBER)))
    reference.apply(page("profile", change(PROFILE)))
    assert b"quatremer" in on_disk()
    reference.apply(page("profile", gone("m1")))
    reference.apply(page("member", gone("m1")))
    reference.session.truncate_log()
    assert b"quatremer" not in on_disk() and b"0612345678" not in on_disk()
    assert (reference.search_members("zoe"), reference.member_by_code("C1")) == ([], None)


def test_small_scopes(reference: ReferenceStore) -> None:
    tax = Tax(id="T20", name="TVA 20", rate_bp=2000)
    reference.apply(page("tax", change(tax), change(Tax(id="T10", name="TVA 10", rate_bp=1000))))
    reference.apply(page("staff", change(ANNA)))
    reference.apply(page("issuer_key", change(IssuerKey(id="01020304", public=bytes(32)))))
    assert [each.id for each in reference.records("tax", Tax)] == ["T10", "T20"]
    assert reference.record("tax", "T20", Tax) == tax
    assert (reference.staff("anna"), reference.staff_list(), reference.staff("otto")) == (ANNA, [ANNA], None)
    found = reference.issuer(b"\1\2\3\4")
    assert found is not None and (found.public, reference.issuer(b"\0\0\0\0")) == (bytes(32), None)
    reference.apply(page("tax", gone("T20")))
    assert reference.record("tax", "T20", Tax) is None
    assert reference.records("shop", Shop) == []


@pytest.mark.parametrize("scope", ["product", "member", "profile", "tax"])
def test_a_feed_that_talks_nonsense_changes_nothing(reference: ReferenceStore, scope: str) -> None:
    with pytest.raises(EnvironmentFault, match="feed_not_understood"):
        reference.apply(page(scope, change(product(1)), Change(key="x", body=b'{"nonsense"')))
    assert reference.cursors() == {}


def test_a_page_that_does_not_commit_changes_nothing(reference: ReferenceStore) -> None:
    reference.apply(products(product(1)))
    wrapped = Wrapped(reference.session.connection)
    reference.session._connection = wrapped
    wrapped.raise_before["COMMIT"] = sqlite_error(dbapi2.SQLITE_FULL)
    with pytest.raises(EnvironmentFault, match="disk_full"):
        reference.apply(products(product(2), cursor=2))
    assert (reference.cursors(), reference.product("s000002")) == ({"product": 1}, None)


def test_replace_forgets_what_is_not_named(reference: ReferenceStore) -> None:
    reference.apply(DEPARTMENTS)
    reference.apply(products(product(1), product(2), cursor=9))
    reference.apply(page("staff", change(ANNA)))
    reference.replace({"product": [change(product(2, price_minor=1)), change(product(3))], "staff": []})
    assert reference.product("s000001") is None and reference.product("s000002") == product(2, price_minor=1)
    assert (counts(reference), reference.staff_list()) == ({"d02": 1, "d03": 1}, [])
    assert reference.cursors()["product"] == 0 and len(reference.departments()) == 20


def test_swap_puts_a_new_file_in_place(reference: ReferenceStore, tmp_path: Path) -> None:
    reference.apply(products(product(1), cursor=5))
    reference.swap(lambda new: new.apply(products(product(2), cursor=7)))
    assert (reference.product("s000001"), reference.product("s000002"), reference.cursors()) == (None, product(2), {"product": 7})
    assert not list(tmp_path.glob("reference.new*"))


def test_a_swap_that_fails_leaves_the_old(reference: ReferenceStore, tmp_path: Path) -> None:
    def fail(new: ReferenceStore) -> None:
        new.apply(products(product(2)))
        raise KeyError

    reference.apply(products(product(1)))
    with pytest.raises(KeyError):
        reference.swap(fail)
    assert reference.product("s000001") == product(1)
    assert not list(tmp_path.glob("reference.new*"))


def test_reset_asks_for_everything_anew(reference: ReferenceStore) -> None:
    reference.apply(products(product(1)))
    reference.reset()
    assert (reference.cursors(), reference.product("s000001")) == ({}, None)


@pytest.mark.parametrize("rubbish", [b"x" * 9000, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_thrown_away(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / "reference.db").write_bytes(rubbish)
    store = ReferenceStore.open(tmp_path)
    assert store.cursors() == {}
    store.apply(products(product(1)))
    store.close()
    again = ReferenceStore.open(tmp_path)
    assert again.product("s000001") == product(1)
    again.close()


def test_a_fault_of_the_disk_is_not_damage(tmp_path: Path) -> None:
    (tmp_path / "reference.db").mkdir()
    with pytest.raises(EnvironmentFault, match="database_not_opened"):
        ReferenceStore.open(tmp_path)


def test_bodies_are_kept_as_they_came(reference: ReferenceStore) -> None:
    body = msgspec.json.encode({"id": "new", "anything": 1})
    reference.apply(page("scope_of_a_newer_ledger", Change(key="new", body=body)))
    assert reference.records("scope_of_a_newer_ledger", dict) == [{"id": "new", "anything": 1}]
