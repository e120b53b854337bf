"""What a judgement of the chain found, and the one comparison that all of it is made of."""

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.judge import Verdict


@dataclass
class Findings(Verdict):
    """`double_spent`: rights used twice against what is promised; `counted`: how much was there to be judged."""

    double_spent: int = 0
    counted: Counter[str] = field(default_factory=Counter)

    @property
    def ok(self) -> bool:
        return super().ok and not self.double_spent

    def compare(self, what: str, said: object, counted: object) -> None:
        """Note where the ledger says something else than was counted."""
        if said != counted:
            self.faults.append(f"{what}: {said} at the ledger, {counted} counted")
