"""Planted bugs: loaded into the shipped commands through PYTHONPATH, armed by COMPTOIR_PLANT. Each must turn its run red."""

import os


def early_answer() -> None:
    """The till answers before its commit is durable: every transaction stays open until the next one begins."""
    from kiosk.store.session import Session

    def write(self, statements):  # type: ignore[no-untyped-def]
        connection = self.connection
        if connection.in_transaction:
            connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
        for sql, rows in statements:
            connection.executemany(sql, rows)

    Session.write = write  # type: ignore[method-assign]


def forgotten_postings() -> None:
    """The ledger acknowledges entries and interprets only every other batch."""
    from sync.ledger import apply

    real, calls = apply.apply, []

    def sometimes(connection, store, items, at):  # type: ignore[no-untyped-def]
        calls.append(1)
        if len(calls) % 2:
            real(connection, store, items, at)

    apply.apply = sometimes


def forgotten_paper() -> None:
    """The print queue forgets a paper before the printer has taken it, and one in three is not even sent."""
    import itertools

    from kiosk.services.print_queue import StoredQueue

    count = itertools.count(1)

    def mark(self, id, job, *, started):  # type: ignore[no-untyped-def]
        self.finished(id, "ready")
        return next(count) % 3 != 0

    StoredQueue.mark = mark  # type: ignore[method-assign]


def coupon_again() -> None:
    """A till that does not look whether a coupon was used."""
    from kiosk.store.till import TillStore

    TillStore.right_used = lambda self, id: None  # type: ignore[method-assign]


def moody_card() -> None:
    """No bug: the shop's card terminal declines, breaks the line, falls silent or approves less, each intent in its own way."""
    import hashlib

    from kiosk.devices.card import SimulatedCardTerminal

    real = SimulatedCardTerminal._carry_out
    moods = ("approved",) * 12 + ("declined", "lost", "lost", "silent", "aborted", "unreachable", "partial", "busy")

    def carry_out(self, intent_id, *rest):  # type: ignore[no-untyped-def]
        self._script = [moods[hashlib.sha256(intent_id.encode()).digest()[0] % len(moods)]]
        return real(self, intent_id, *rest)

    SimulatedCardTerminal._carry_out = carry_out  # type: ignore[method-assign]


def forgotten_ticket() -> None:
    """A start forgets the tickets that were put aside."""
    from kiosk.store.till import TillStore

    real = TillStore._load

    def load(self):  # type: ignore[no-untyped-def]
        real(self)
        with self.unit() as unit:
            unit.drop_kind("held")

    TillStore._load = load  # type: ignore[method-assign]


def money_without_sale() -> None:
    """What a card has paid is forgotten when the till is stopped before its answer was kept."""
    from kiosk.services import cards

    def forget(work, answer):  # type: ignore[no-untyped-def]
        work.change("basket", "card", intent=None)

    cards.resolve_open = forget


def number_again() -> None:
    """After a start the last receipt's number is given out once more."""
    from kiosk.store.till import TillStore

    real = TillStore.last_counter
    TillStore.last_counter = lambda self: max(0, real(self) - 1)  # type: ignore[method-assign]


def refund_twice() -> None:
    """What came back already is not remembered."""
    from kiosk.domain import returns

    real = returns.give_back
    returns.give_back = lambda sale, already, *rest: real(sale, [], *rest)


def forgotten_tender() -> None:
    """A closing leaves out what was paid by cheque."""
    from sync.rules import figures

    real = figures._kinds
    figures._kinds = lambda rows: [kind for kind in real(rows) if kind != "cheque"]


def forgotten_request() -> None:
    """The answers of numbered requests are not looked up."""
    from kiosk.services import replay

    replay.first_answer = lambda terminal, session, command: None


def chain_clock() -> None:
    """No bug: ledger and wire have the days of the chain whose tills they serve, so many after ours as a file says."""
    from datetime import datetime, timedelta
    from pathlib import Path

    from sync.client import ledger
    from sync.ledger import context

    days = Path(os.environ["COMPTOIR_TEST_DAYS"])

    class Shifted(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def]
            return datetime.now(tz) + timedelta(days=int(days.read_text(encoding="utf-8")))

    vars(ledger)["datetime"] = vars(context)["datetime"] = Shifted


def lease_uncounted() -> None:
    """A till does not count what it used of its leases."""
    from kiosk.store.till import TillStore

    TillStore.offer_uses = lambda self: {}  # type: ignore[method-assign]


def restored_twice() -> None:
    """Goods that come back give the points that were spent on them back twice."""
    import msgspec

    from kiosk.domain.loyalty import movements

    real = movements._movement

    def twice(*given):  # type: ignore[no-untyped-def]
        move = real(*given)
        return msgspec.structs.replace(move, restored=2 * move.restored)

    movements._movement = twice


def hold_again() -> None:
    """The ledger does not look whether a coupon that it is asked to hold was used."""
    from sync.ledger import holdings, rights

    real = holdings._coupon

    def held(connection, request):  # type: ignore[no-untyped-def]
        found = real(connection, request)
        if found.cause != "used":
            return found
        home = rights.home_of(connection, "", request.subject)
        return holdings.Wanted((holdings.Part(home, "coupon", request.subject, 1, 1),))

    holdings._coupon = held


def hold_forgotten() -> None:
    """A sale does not confirm what was held for its ticket."""
    from sync.ledger import holds

    holds.settle = lambda *given: None


def expired_twice() -> None:
    """The ledger's night posts what has ended twice."""
    from sync.ledger import member_book

    real = vars(member_book)["folded"]

    def twice(*given):  # type: ignore[no-untyped-def]
        change = real(*given)
        return change._replace(ended=2 * change.ended)

    vars(member_book)["folded"] = twice


def uses_forgotten() -> None:
    """The ledger does not count what entries used of campaigns."""
    from sync.ledger import campaigns

    campaigns.use = lambda *given: None


def member_uses_forgotten() -> None:
    """A member's record does not tell how often they had what each may have but so often."""
    from sync.ledger import member_record

    member_record._uses = lambda member, *given: member.uses


def leased_again() -> None:
    """The ledger forgets what it has leased already to others."""
    from sync.ledger import leases
    from sync.rules.leases import Share

    leases._granted = lambda *given: Share()


def stock_forgotten() -> None:
    """The ledger does not count what was claimed of rewards that have a stock."""
    from sync.ledger import stock

    stock.arrived = lambda *given: None


def membership_forgotten() -> None:
    """A fee makes nobody a member of the club."""
    from sync.ledger import member_record

    member_record._memberships = lambda member, *given: member


PLANTS = {
    plant.__name__: plant
    for plant in (
        early_answer,
        forgotten_postings,
        forgotten_paper,
        coupon_again,
        moody_card,
        forgotten_ticket,
        money_without_sale,
        number_again,
        refund_twice,
        forgotten_tender,
        forgotten_request,
        lease_uncounted,
        restored_twice,
        hold_again,
        hold_forgotten,
        expired_twice,
        uses_forgotten,
        member_uses_forgotten,
        leased_again,
        stock_forgotten,
        membership_forgotten,
        chain_clock,
    )
}

for name in filter(None, os.environ.get("COMPTOIR_PLANT", "").split(",")):
    PLANTS[name]()
