"""The refusal of a coupon, card or reward as a fact (law 14): once for each distinct code and ticket, never with the code itself."""

import hashlib

from kiosk.services.staff import Traced
from kiosk.services.work import Work
from sync.protocol import facts
from sync.protocol.errors import Refusal

_TRACED_LIMIT = 50
_HARMLESS = frozenset({"coupon_in_basket", "coupons_limit", "hold_asked", "right_late", "tender_begun", "day_not_open", "code_in_basket"})
"""Causes by which nobody tried anything."""


class RightRefused(Traced):
    """A refusal that is answered as `refusal` and journalled; `right` is the right's id where it could be read."""

    def __init__(self, kind: str, code: str, refusal: Refusal, right: str = "") -> None:
        super().__init__(refusal.code, field=refusal.field, **refusal.params)
        self._kind, self._right = kind, right
        self._digest = hashlib.sha256(f"{kind} {code}".encode()).hexdigest()[:16]

    def trace(self, work: Work) -> None:
        """Journal it, unless this very code was refused on the ticket before."""
        seen = work.session.refused
        if self.code in _HARMLESS or self._digest in seen or len(seen) >= _TRACED_LIMIT:
            return
        work.change(refused=(*seen, self._digest))
        work.append(facts.RightRefused(kind=self._kind, cause=self.code, right=self._right))
