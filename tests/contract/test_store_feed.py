"""The contract of whoever takes the feed: however changes are cut into pages, repeated or replaced whole, the same shop comes out."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.store.reference import ReferenceStore
from sync.protocol.wire import Change
from tests.unit.kiosk.store.reference.build import DEPARTMENTS, MEMBER, PROFILE, change, gone, page, product

PRODUCTS = 60
Deliver = Callable[[ReferenceStore, dict[str, list[Change]]], None]


def history() -> dict[str, list[Change]]:
    """Products that come, change and go; a member with a profile."""
    chance = random.Random(7)
    changes = [change(product(number)) for number in range(PRODUCTS)]
    for _ in range(200):
        number = chance.randrange(PRODUCTS)
        moved = product(
            number, department=f"d{chance.randrange(20):02d}", sellable=chance.random() < 0.8, price_minor=chance.randrange(999)
        )
        changes.append(change(moved) if chance.random() < 0.8 else gone(moved.sku))
    return {"product": changes, "department": DEPARTMENTS.changes, "member": [change(MEMBER)], "profile": [change(PROFILE)]}


def in_pages_of(size: int) -> Deliver:
    def deliver(store: ReferenceStore, feed: dict[str, list[Change]]) -> None:
        for scope, changes in feed.items():
            for start in range(0, len(changes), size):
                store.apply(page(scope, *changes[start : start + size], cursor=start, more=True))

    return deliver


def every_page_twice(store: ReferenceStore, feed: dict[str, list[Change]]) -> None:
    for scope, changes in feed.items():
        for start in range(0, len(changes), 10):
            for _ in range(2):
                store.apply(page(scope, *changes[start : start + 10], cursor=start))


def replaced_whole(store: ReferenceStore, feed: dict[str, list[Change]]) -> None:
    store.replace({"product": [change(product(999))]})
    store.replace(feed)


def swapped(store: ReferenceStore, feed: dict[str, list[Change]]) -> None:
    store.apply(page("product", change(product(999))))
    store.swap(lambda new: new.replace(feed))


def seen(store: ReferenceStore) -> list[object]:
    """Everything a till can see of the shop."""
    numbers = [*range(PRODUCTS), 999]
    return [
        [store.product(f"s{number:06d}") for number in numbers],
        [store.product_by_code(f"9{number:012d}") for number in numbers],
        sorted(each.sku for each in store.search("creme", 100)),
        store.departments(),
        [store.by_department(f"d{number:02d}") for number in range(20)],
        store.member_by_code("C1"),
        store.search_members("zoe"),
    ]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ReferenceStore]:
    store = ReferenceStore.open(tmp_path)
    yield store
    store.close()


@pytest.mark.parametrize(
    "deliver",
    [in_pages_of(1), in_pages_of(7), in_pages_of(1000), every_page_twice, replaced_whole, swapped],
    ids=["one by one", "by seven", "at once", "twice", "replaced", "swapped"],
)
def test_the_same_shop_comes_out(store: ReferenceStore, tmp_path: Path, deliver: Deliver) -> None:
    final = {scope: list({each.key: each for each in changes}.values()) for scope, changes in history().items()}
    (tmp_path / "expected").mkdir()
    expected = ReferenceStore.open(tmp_path / "expected")
    in_pages_of(1000)(expected, final)
    deliver(store, history())
    assert seen(store) == seen(expected)
    for department, count in store.departments():
        assert count == len(store.by_department(department.id))
    expected.close()


def test_a_change_left_out_is_seen(store: ReferenceStore, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = ReferenceStore.open(tmp_path / "other")
    feed = history()
    in_pages_of(7)(other, feed)
    in_pages_of(7)(store, feed | {"product": feed["product"][:PRODUCTS]})
    assert seen(store) != seen(other)
    other.close()
