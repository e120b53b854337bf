"""Laws of gift cards across stores: however they are loaded and spent, and whatever is lost on the way, nothing is made of nothing."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sync.ledger import apply as applying
from sync.ledger import card_crossings, card_homes
from sync.ledger.outbox import deliver
from sync.ledger.tables import card_crossing, case, posting
from sync.ledger.terminals import Terminal, find_terminal
from sync.ledger.verify import verify
from sync.protocol.facts import Sale, Tender
from tests.unit.sync.ledger.card_tickets import G1, NEW, card_of, line, sold, spent, ticket
from tests.unit.sync.ledger.machines import Chain, opened
from tests.unit.sync.ledger.worlds import World, world

REGISTERS = ("K1", "K2", "K9")
STORES = ("S1", "S2")
CARDS = (G1, NEW)

Act = dict[str, Any]

acts = st.lists(
    st.fixed_dictionaries(
        {
            "till": st.integers(0, 2),
            "kind": st.sampled_from(["load", "spend", "spend", "pay back"]),
            "card": st.sampled_from(CARDS),
            "amount": st.integers(1, 6_000),
            "sent": st.sampled_from(["no", "yes", "yes", "twice", "killed before it leaves", "killed after it arrived"]),
            "pulled": st.booleans(),
        }
    ),
    min_size=1,
    max_size=10,
)


class Tills:
    """A till of each register, and what the cards should come to."""

    def __init__(self, made: World) -> None:
        self.world = made
        self.chains: list[Chain] = []
        self.who: list[Terminal] = []
        self.numbers = Counter[int]()
        self.sent = Counter({G1: 5_000})
        for register in REGISTERS:
            _, chain = made.machine(register, f"e-{register}")
            chain.add(opened(register))
            self.chains.append(chain)
            self.who.append(_who(made, chain))
        self._unsent: list[Counter[str]] = [Counter() for _ in REGISTERS]

    def do(self, act: Act) -> None:
        """Journal a ticket; send it, or not, as the act says."""
        till, card = act["till"], act["card"]
        self.numbers[till] += 1
        amount = -act["amount"] if act["kind"] == "spend" else act["amount"]
        self.chains[till].add(_ticket(f"{REGISTERS[till]}-A-{self.numbers[till]:06d}", act["kind"], card, act["amount"]))
        self._unsent[till][card] += amount
        if act["sent"] != "no":
            self.push(till, act["sent"])
        if act["pulled"]:
            card_homes.refresh(self.world.context, self.who[till].store)

    def push(self, till: int, how: str = "yes") -> None:
        """Send all there is; a kill may come between the store's commit and the home's, or before the outbox is emptied."""
        gone = {"killed before it leaves": (applying, "deliver"), "killed after it arrived": (card_crossings, "_forget")}
        if how in gone:
            with patch.object(*gone[how], lambda *_: None):
                applying.push(self.world.context, self.who[till], self.chains[till].message())
        else:
            for _ in range(2 if how == "twice" else 1):
                applying.push(self.world.context, self.who[till], self.chains[till].message())
        self.sent.update(self._unsent[till])
        self._unsent[till] = Counter()

    def settle(self) -> None:
        """Let everything come to rest."""
        for till in range(len(REGISTERS)):
            self.push(till)
        for store in STORES:
            deliver(self.world.context, store)
        for store in STORES:
            card_homes.refresh(self.world.context, store)


def _who(made: World, chain: Chain) -> Terminal:
    found = made.context.read(lambda connection: find_terminal(connection, chain.terminal))
    assert found is not None
    return found


def _ticket(number: str, kind: str, card: str, amount: int) -> Sale:
    if kind == "load":
        return sold(number, amount, card)
    if kind == "spend":
        return spent(number, amount, card)
    return ticket(number, [line(-amount)], Tender(kind="gift_card", amount_minor=amount, card=card, out=True, valid_until="2027-11-22"))


def check_books(made: World) -> None:
    fault = verify(made.context).fault
    assert fault is None, fault
    sums = Counter[str]()
    for row in made.rows(posting):
        sums[row["unit"]] += row["amount"]
    assert not any(sums.values())


def check_at_rest(tills: Tills) -> None:
    """All has arrived: every feed says what the tickets come to, and what is below nothing is one case with that price."""
    made = tills.world
    assert not made.count(card_crossing)
    found = sorted((row["subject"], row["effect_minor"]) for row in made.rows(case, state="open"))
    assert found == sorted((card, -amount) for card, amount in tills.sent.items() if amount < 0)
    for card, amount in tills.sent.items():
        assert [card_of(made, card, store).balance_minor for store in STORES] == [amount, amount]


def play(plan: list[Act]) -> None:
    with TemporaryDirectory() as folder, world(Path(folder) / "ledger") as made:
        tills = Tills(made)
        for act in plan:
            tills.do(act)
            check_books(made)
        tills.settle()
        check_books(made)
        check_at_rest(tills)


@settings(max_examples=12, phases=[Phase.generate], deadline=None)
@given(plan=acts)
def test_cards_are_conserved_over_stores_and_kills(plan: list[Act]) -> None:
    play(plan)


def test_an_outbox_that_forgets_what_has_not_arrived_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(card_crossings, "arrive", lambda connection, rows, at: None)
    with pytest.raises(AssertionError, match="crossing"):
        play([{"till": 2, "kind": "spend", "card": G1, "amount": 100, "sent": "yes", "pulled": False}])
