"""What everybody in the chain's towns has in their hands: cards, coupons, receipts. Shared by the people at all tills."""

import random
import threading
from collections import Counter
from typing import Any

from tests.faults.loyalty.shop import GIFT_CARDS, MEMBERS

Request = dict[str, Any]
Answer = dict[str, Any]
KEPT, NEWEST, OLDEST = 60, 6, 3


class Town:
    """Filled by what tills answered; whoever asks gets one at random, so that two tills are often shown the same at once."""

    def __init__(self, seed: int) -> None:
        self._lock = threading.Lock()
        self._chance = random.Random(seed)
        self._hands: dict[str, list[Any]] = {
            "member": list(MEMBERS.values()),
            "coupon": [],
            "photograph": [],
            "receipt": [],
            "gift_card": list(GIFT_CARDS),
        }
        self._joined = 0
        self.counts: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()

    def put(self, kind: str, thing: Any) -> None:
        """Hand somebody something; save the first, what is old is lost in time."""
        with self._lock:
            kept = self._hands[kind]
            self._hands[kind] = [*kept[:OLDEST], *kept[OLDEST:][-KEPT:], thing]

    def show(self, kind: str) -> Any:
        """Return something that somebody holds, the newest more often than not (of members those whom all know); None for nothing."""
        with self._lock:
            found = self._hands[kind]
            some = found[:OLDEST] if kind == "member" else found[-NEWEST:]
            return self._chance.choice(some if self._chance.random() < 0.6 else found) if found else None

    def shown(self, kind: str) -> list[Any]:
        """Return all of a kind that people hold, the newest last."""
        with self._lock:
            return list(self._hands[kind])

    def newcomer(self) -> Request:
        """Return the profile of somebody whom nobody knows yet."""
        with self._lock:
            self._joined += 1
            return {"first_name": f"N{self._joined}", "phone": f"+3361234{self._joined:04d}"}

    def note(self, name: str, refused: str) -> None:
        """Count a request that was carried out, or refused."""
        with self._lock:
            (self.refusals if refused else self.counts)[f"{name}:{refused}" if refused else name] += 1
