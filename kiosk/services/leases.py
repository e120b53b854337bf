"""This register's leases of capped campaigns: more is asked for below half, and what is left goes back when the day is closed.

Giving back is durable before it is sent: from then on the till spends nothing until the ledger's new figures are here, whatever is lost
on the way. Before that nothing has left this till, and a day that is opened again goes on with its leases. After its files were lost a
till spends only what it is granted from then on.
"""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import msgspec

from kiosk.domain.policy import Allowance
from kiosk.services.circumstances import LEASES_BACK, LEASES_SPENT, allowances_of, is_capped, is_mine, used_of
from kiosk.services.ports import RightsPort
from kiosk.services.work import Terminal, Work
from kiosk.store.till.past import MARK, UNCOUNTED
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.loyalty_wire import LeaseRequest
from sync.protocol.records import Lease
from sync.rules.leases import Share, returned

WANTED, SENT = b"wanted", b"sent"
"""How far giving back has come: to be sent with the next exchange, or sent and not confirmed by new figures."""

_log = logging.getLogger(__name__)
Call = Callable[[Callable[[], Any]], Any]


def give_back(work: Work) -> None:
    """Have the next exchange give back what is left of the leases: the day is closed."""
    if work.terminal.rights is not None and any(is_capped(offer.limits) for offer in work.terminal.policy.offers):
        work.unit.put(LEASES_BACK, LEASES_BACK, WANTED)


def keep(work: Work) -> None:
    """Keep the leases after all, unless they are on their way back: the day is opened again."""
    if work.terminal.store.get(LEASES_BACK, LEASES_BACK) == WANTED:
        work.unit.drop(LEASES_BACK, LEASES_BACK)


class Leasing:
    """What one run of the program remembers: how much each campaign had after its last grant."""

    def __init__(self, terminal: Terminal, call: Call) -> None:
        self._terminal = terminal
        self._call = call
        self._granted: Mapping[str, Allowance] = {}

    def ask(self) -> bool:
        """Ask or give back as needed; tells whether new figures are to be pulled. Off the worker's thread.

        A ledger that cannot, or does not know how to, leaves everything as it is.
        """
        rights = self._terminal.rights
        request: LeaseRequest | None = self._call(self._request) if rights is not None else None
        return rights is not None and request is not None and self._answered(rights, request)

    def pulled(self) -> None:
        """Note that the figures after an answer are here; on the worker."""
        if self._terminal.store.get(LEASES_BACK, LEASES_BACK) == SENT:
            with self._terminal.store.unit() as unit:
                unit.drop(LEASES_BACK, LEASES_BACK)
        self._terminal.standing = None
        self._granted = allowances_of(self._terminal, self._terminal.policy.offers)

    def _answered(self, rights: RightsPort, request: LeaseRequest) -> bool:
        try:
            rights.lease(request)
        except (EnvironmentFault, Refusal) as failure:
            _log.info("leases wait: %s", failure.code)
            return False
        return True

    def _request(self) -> LeaseRequest | None:
        """Return what to ask now, None when there is nothing to. What the ledger granted until now has just been pulled."""
        if self._terminal.store.get(MARK, UNCOUNTED) is not None:
            self._write_off()
        state = self._terminal.store.get(LEASES_BACK, LEASES_BACK)
        if state is not None:
            self._mark_sent()
            return LeaseRequest(spent=self._spent(), close=True)
        wanted = self._wanted()
        return LeaseRequest(spent=self._spent(), wanted=wanted) if wanted else None

    def _write_off(self) -> None:
        """A file of this till was lost: all that was granted and not counted may have been spent, so it counts as spent from now on."""
        used = used_of(self._terminal)
        with self._terminal.store.unit() as unit:
            for lease in filter(partial(is_mine, self._terminal), self._terminal.reference.records("lease", Lease)):
                held = Share(lease.uses, lease.pieces, lease.amount_minor)
                before = self._terminal.store.get(LEASES_SPENT, lease.offer)
                lost = returned(held, used.get(lease.offer, Share())).plus(msgspec.json.decode(before, type=Share) if before else Share())
                unit.put(LEASES_SPENT, lease.offer, msgspec.json.encode(lost))
            unit.drop(MARK, UNCOUNTED)
        self._terminal.standing = None

    def _mark_sent(self) -> None:
        with self._terminal.store.unit() as unit:
            unit.put(LEASES_BACK, LEASES_BACK, SENT)
        self._terminal.standing = None

    def _wanted(self) -> list[str]:
        left = allowances_of(self._terminal, self._terminal.policy.offers)
        return [offer for offer, allowance in left.items() if _below_half(allowance, self._granted.get(offer))]

    def _spent(self) -> list[Lease]:
        register, used = self._terminal.identity.register, used_of(self._terminal)
        capped = [offer.id for offer in self._terminal.policy.offers if is_capped(offer.limits) and offer.id in used]
        return [Lease(id=offer, offer=offer, register=register, **used[offer]._asdict()) for offer in capped]


def _below_half(left: Allowance, granted: Allowance | None) -> bool:
    if granted is None:
        return True
    pairs = ((left.uses, granted.uses), (left.pieces, granted.pieces), (left.amount_minor, granted.amount_minor))
    return any(have is not None and (have == 0 or have * 2 < (full or 0)) for have, full in pairs)
