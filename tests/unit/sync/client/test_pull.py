"""Pulling: pages in the order given, until no scope has more; a feed that never ends is not followed."""

import pytest

from sync.client.pull import pull_all
from sync.protocol.errors import EnvironmentFault
from sync.protocol.wire import Change, FeedAnswer, Page
from tests.unit.sync.client.fakes import TIME, FakeLedger, FakeStore, journal


def page(scope: str, cursor: int, *, more: bool = False, changes: int = 1) -> Page:
    return Page(scope=scope, cursor=cursor, more=more, changes=[Change(key=str(number), body=b"{}") for number in range(changes)])


def answer(*pages: Page, push_now: int = 0) -> FeedAnswer:
    return FeedAnswer(pages=list(pages), server_time=TIME, push_now=push_now)


def test_pages_are_applied_until_nothing_is_left() -> None:
    pages = [answer(page("shop", 1), page("product", 2, more=True, changes=2), page("member", 0, more=True, changes=0))]
    pages.append(answer(page("product", 3), page("member", 5, changes=4), push_now=7))
    store, told = FakeStore(), list[int]()
    done = pull_all(FakeLedger(journal(0), pages=pages), store, journal(1).report, told.append)
    assert done.records == {"shop": 1, "product": 3, "member": 4}
    assert done.push_now == 7
    assert [found.scope for found in store.applied] == ["shop", "product", "product", "member"]
    assert told == [3, 8]


def test_a_ledger_that_promises_more_and_brings_nothing_is_not_asked_for_ever() -> None:
    empty = [answer(page("product", 0, more=True, changes=0)) for _ in range(3)]
    ledger = FakeLedger(journal(0), pages=empty)
    with pytest.raises(EnvironmentFault, match="ledger_nonsense"):
        pull_all(ledger, FakeStore(), journal(1).report)
    assert len(ledger.pages) == 2
