"""Tills of several stores whose tickets reach the ledger late, twice, or with a kill on the way; what they sell is their laws' own."""

from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st

from sync.ledger import apply as applying
from sync.ledger.outbox import deliver
from sync.ledger.terminals import Terminal, find_terminal
from tests.unit.sync.ledger.machines import Chain, opened
from tests.unit.sync.ledger.worlds import World

REGISTERS = ("K1", "K2", "K9")
STORES = ("S1", "S2")

Act = dict[str, Any]

_BEFORE, _AFTER = "killed before it leaves", "killed after it arrived"


def acts_with(**own: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Act]]:
    """Return a plan: which till acts, what it does besides (`own`), and whether and how that is sent."""
    sent = st.sampled_from(["no", "yes", "yes", "twice", _BEFORE, _AFTER])
    return st.lists(st.fixed_dictionaries({"till": st.integers(0, len(REGISTERS) - 1), **own, "sent": sent}), min_size=1, max_size=10)


class TillsAcross:
    """A till of each register; `crossing` is the module that brings what it moved to its home."""

    def __init__(self, made: World, crossing: object) -> None:
        self.world = made
        self.chains: list[Chain] = []
        self.who: list[Terminal] = []
        self._gone = {_BEFORE: (applying, "deliver"), _AFTER: (crossing, "_forget")}
        for register in REGISTERS:
            _, chain = made.machine(register, f"e-{register}")
            chain.add(opened(register))
            self.chains.append(chain)
            self.who.append(_who(made, chain))

    def push(self, till: int, how: str = "yes") -> None:
        """Send all there is; a kill may come between the store's commit and the home's, or before the outbox is emptied."""
        for _ in range(2 if how == "twice" else 1):
            if how in self._gone:
                with patch.object(*self._gone[how], lambda *_: None):
                    self._push(till)
            else:
                self._push(till)

    def arrive(self) -> None:
        """Let everything come to the ledger and, from there, to its home."""
        for till in range(len(REGISTERS)):
            self.push(till)
        for store in STORES:
            deliver(self.world.context, store)

    def _push(self, till: int) -> None:
        applying.push(self.world.context, self.who[till], self.chains[till].message())


def _who(made: World, chain: Chain) -> Terminal:
    found = made.context.read(lambda connection: find_terminal(connection, chain.terminal))
    assert found is not None
    return found
