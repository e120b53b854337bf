"""A cashier's acts in one process, through the shipped use cases and the shipped store: what the disk proofs run on."""

import random
from collections.abc import Callable
from pathlib import Path

import msgspec

from kiosk.bootstrap import Running, open_terminal
from kiosk.cli.shop import open_shop
from kiosk.services import commands as c
from kiosk.services.answers import Answer
from sync.base.settings import FILE as SETTINGS
from sync.shopfile import load
from tests.faults.shop import CASHIER, CHEESE, COFFEE, LAMP, MEMBER, shop_file

DAY = "2026-11-22"
PAST_SALES = 10


class Unanswered(Exception):
    """The till refused what a sound till never refuses."""


def make_profile(folder: Path) -> Path:
    """Make a till with the day open and a few sales behind it, on a sound disk. Its printer is a file, so that papers are queued."""
    folder.mkdir()
    open_shop(folder, load(msgspec.json.encode(shop_file())))
    (folder / SETTINGS).write_text(f'printer = "file:{folder.parent / "paper.escpos"}"\n', encoding="utf-8")
    running = open_terminal(folder)
    running.till.begin(CASHIER[0], open_day=True)
    cashier = Cashier(running, random.Random(0))
    for _ in range(PAST_SALES):
        cashier.sell()
    running.close_files()
    return folder


class Cashier:
    """Sells at a till without threads: each act is answered before the next."""

    def __init__(self, running: Running, chance: random.Random) -> None:
        self.running = running
        self._chance = chance
        self._count = chance.randrange(1 << 40)

    def sell(self) -> None:
        """Ring up a ticket, sometimes after something else, and take the money."""
        self._chance.choice((self._nothing, self._nothing, self._change_mind, self._move_cash, self._hear_ledger, self._print))()
        self.must(c.Add(sku=COFFEE, quantity=self._chance.randint(1, 5)))
        if self._chance.random() < 0.5:
            self.must(c.Add(sku=CHEESE, weight_g=self._chance.randint(100, 900)))
        if self._chance.random() < 0.5:
            self.must(c.SetMember(code=MEMBER))
        if self._chance.random() < 0.3:
            self.must(c.Add(sku=LAMP, quantity=2))
        self.must(c.TenderMoney(kind=self._chance.choice(("cash", "card_standalone"))))
        self.must(c.Finish(request=self._request(), paper=self._chance.choice(("paper", "none"))))

    def new_day(self) -> None:
        """Close the day and open the next."""
        self.must(c.CloseDay(counted_minor=self._chance.randrange(50_000), request=self._request()))
        self.must(c.OpenDay(float_minor=5_000, business_day=DAY))

    def must(self, command: c.Command) -> Answer:
        """Send a request that has to succeed."""
        answer, _ = self.running.till.handle(command)
        if not answer.ok:
            raise Unanswered(str(answer.error))
        return answer

    def _request(self) -> str:
        self._count += 1
        return f"r{self._count}"

    def _nothing(self) -> None:
        """Most tickets follow each other."""

    def _change_mind(self) -> None:
        self.must(c.Add(sku=LAMP, quantity=1))
        self.must(c.CancelBasket())

    def _move_cash(self) -> None:
        self.must(c.PaidIn(amount_minor=1_000, reason="change from the bank"))

    def _hear_ledger(self) -> None:
        """What the exchange writes: how far the ledger has the journal; and somebody's data are erased, which empties the log."""
        store = self.running.till.terminal.store
        store.acknowledge(store.epoch, store.head.seq, store.head.hash)
        store.erase("reason", "nobody's")

    def _print(self) -> None:
        """What the print queue writes around a paper."""
        store = self.running.till.terminal.store
        for identity, body in store.work("print", limit=3):
            with store.unit() as unit:
                unit.put("print", identity, body)
            with store.unit() as unit:
                unit.drop("print", identity)


def day_of_sales(folder: Path, chance: random.Random, sales: int, opened: Callable[[Running], None] = lambda _: None) -> None:
    """Open a profile, sell, close it and open it again now and then, with a new day once."""
    done = 0
    while done < sales:
        running = open_terminal(folder)
        opened(running)
        try:
            running.till.begin(CASHIER[0], open_day=running.till.session.day is None)
            cashier = Cashier(running, chance)
            for _ in range(min(sales - done, chance.randint(5, sales))):
                cashier.sell()
                done += 1
            if chance.random() < 0.5:
                cashier.new_day()
        finally:
            running.close_files()
