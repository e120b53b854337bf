"""Laws of gift cards across stores: however they are loaded and spent, and whatever is lost on the way, nothing is made of nothing."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sync.ledger import card_crossings, card_homes
from sync.ledger.tables import card_crossing, case, posting
from sync.ledger.verify import verify
from sync.protocol.facts import Sale, Tender
from tests.property.tills_across import REGISTERS, STORES, Act, TillsAcross, acts_with
from tests.unit.sync.ledger.card_tickets import G1, NEW, card_of, line, sold, spent, ticket
from tests.unit.sync.ledger.worlds import World, world

CARDS = (G1, NEW)

acts = acts_with(
    kind=st.sampled_from(["load", "spend", "spend", "pay back"]),
    card=st.sampled_from(CARDS),
    amount=st.integers(1, 6_000),
    pulled=st.booleans(),
)


class Tills(TillsAcross):
    """What the cards should come to."""

    def __init__(self, made: World) -> None:
        super().__init__(made, card_crossings)
        self.numbers = Counter[int]()
        self.sent = Counter({G1: 5_000})
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
        super().push(till, how)
        self.sent.update(self._unsent[till])
        self._unsent[till] = Counter()

    def settle(self) -> None:
        """Let everything come to rest."""
        self.arrive()
        for store in STORES:
            card_homes.refresh(self.world.context, store)


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
