"""Laws of leases: however the network parts the registers, and whatever comes back, a campaign never gives more than its cap."""

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.protocol.offers import Limits
from sync.rules import leases
from sync.rules.leases import Share, caps, grant, returned

REGISTERS = 4
steps = st.lists(
    st.fixed_dictionaries(
        {
            "register": st.integers(0, REGISTERS - 1),
            "act": st.sampled_from(["ask", "ask", "use", "use", "use", "come back", "close", "lose", "replace"]),
            "online": st.booleans(),
            "amount": st.integers(1, 400),
        }
    ),
    max_size=80,
)
limits = st.builds(Limits, total=st.integers(0, 60), total_pieces=st.integers(0, 90), budget_minor=st.integers(0, 5_000))


class Campaign:
    """The ledger's grants, and what each register spent of its own; a register that is offline asks nobody and spends on.

    One whose files are lost forgets what it spent, and writes off all it was granted with its next word to the ledger; one that is
    replaced leaves what it holds to nobody.
    """

    def __init__(self, cap: Share) -> None:
        self.cap = cap
        self.granted = [Share()] * REGISTERS
        self.spent = [Share()] * REGISTERS
        self.forgotten = [Share()] * REGISTERS
        self.written_off = [Share()] * REGISTERS
        self.uncounted = [False] * REGISTERS
        self.gone: list[tuple[Share, Share]] = []

    def do(self, step: dict[str, Any]) -> None:
        place = step["register"]
        if step["online"] and step["act"] in ("ask", "close") and self.uncounted[place]:
            self.uncounted[place] = False
            self.written_off[place] = returned(self.granted[place], self.spent[place])
        held, spent = self.granted[place], self.spent[place].plus(self.written_off[place])
        if step["act"] == "lose":
            self.lose(place)
        elif step["act"] == "replace" and step["online"]:
            self.gone.append((held, self.spent[place].plus(self.forgotten[place])))
            self.granted[place] = self.spent[place] = self.forgotten[place] = self.written_off[place] = Share()
            self.uncounted[place] = False
        elif step["act"] == "ask" and step["online"]:
            everyone = Share(*(sum(each) for each in zip(*self.granted, *(held for held, _ in self.gone), strict=True)))
            self.granted[place] = held.plus(grant(self.cap, everyone, REGISTERS))
        elif step["act"] == "close" and step["online"]:
            self.granted[place] = held.less(returned(held, spent))
        elif step["act"] == "use":
            wanted = Share(1, 2, step["amount"])
            if not self.uncounted[place] and all(each >= 0 for each in held.less(spent.plus(wanted))):
                self.spent[place] = self.spent[place].plus(wanted)
        elif step["act"] == "come back" and sum(each.uses for each in self.spent) > 0:
            # A sale of any register may come back at this one.
            given = Share(1, 2, min(step["amount"], sum(each.amount_minor for each in self.spent)))
            self.spent[place] = self.spent[place].less(given)

    def lose(self, place: int) -> None:
        self.forgotten[place] = self.forgotten[place].plus(self.spent[place])
        self.spent[place] = self.written_off[place] = Share()
        self.uncounted[place] = True

    def check(self) -> None:
        total = Share(*(sum(each) for each in zip(*self.spent, *self.forgotten, *(spent for _, spent in self.gone), strict=True)))
        assert all(used <= cap for used, cap in zip(total, self.cap, strict=True)), (total, self.cap)


class Forgetful(Campaign):
    """A register that thinks nothing was spent because its files are gone."""

    def lose(self, place: int) -> None:
        super().lose(place)
        self.uncounted[place] = False


class Trusting(Campaign):
    """A ledger that grants a replaced machine's leases once more."""

    def do(self, step: dict[str, Any]) -> None:
        super().do(step)
        self.gone = [(Share(), spent) for _, spent in self.gone]


def play(found: Limits, plan: list[dict[str, Any]], kind: type[Campaign] = Campaign) -> None:
    cap = caps(found)
    assert cap is not None
    campaign = kind(cap)
    for step in plan:
        campaign.do(step)
        campaign.check()


@settings(deadline=None)
@given(found=limits, plan=steps)
def test_no_partition_gives_more_than_the_cap(found: Limits, plan: list[dict[str, Any]]) -> None:
    play(found, plan)


@settings(deadline=None)
@given(found=limits)
def test_whoever_asks_long_enough_gets_all_of_it(found: Limits) -> None:
    """Nothing of a cap is lost between the registers."""
    cap = caps(found) or Share()
    granted = Share()
    for _ in range(2_000):
        granted = granted.plus(grant(cap, granted, REGISTERS))
    assert granted == cap


def test_a_ledger_that_forgets_what_it_granted_is_seen() -> None:
    """The control: each register is granted a part of the whole cap, as if nobody else had any."""
    ask = {"act": "ask", "online": True, "amount": 1}
    use = {"act": "use", "online": False, "amount": 1}
    plan = [{**act, "register": place} for _ in range(3) for place in range(REGISTERS) for act in (ask, use, use)]
    found = Limits(total=4, total_pieces=90, budget_minor=5_000)
    play(found, plan)
    with patch.object(leases, "_slice", lambda left, registers: 2), pytest.raises(AssertionError):
        play(found, plan)


@pytest.mark.parametrize(("kind", "act"), [(Forgetful, "lose"), (Trusting, "replace")])
def test_what_nobody_counted_is_seen_when_it_is_spent_again(kind: type[Campaign], act: str) -> None:
    """The control: the machine, or the ledger, goes on as if what it held had been used by nobody."""
    ask, use, gone = ({"act": name, "online": True, "amount": 1, "register": 0} for name in ("ask", "use", act))
    plan = [*[ask] * 9, *[use] * 8, gone, *[ask] * 9, *[use] * 8]
    found = Limits(total=8, total_pieces=90, budget_minor=5_000)
    play(found, plan)
    with pytest.raises(AssertionError):
        play(found, plan, kind)
