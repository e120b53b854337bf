"""Capped campaigns split into leases: the lead store grants, each machine spends what it holds, so a cap is exact (DESIGN section 7).

What a machine holds is its own. It comes back by the machine's word alone, who has its whole journal; one that was replaced, or whose files
were lost, may have used all of it where nobody saw, and so all of it stays used. Nobody else is ever granted it again.
"""

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update

from sync.ledger import member_homes
from sync.ledger.bounds import WHOLE_LIMIT, check_name
from sync.ledger.context import Context
from sync.ledger.feed import Put, all_bodies, put_records
from sync.ledger.home_rules import HomeRules
from sync.ledger.loyalty_tables import campaign_use, lease
from sync.ledger.problems import bad_request
from sync.ledger.tables import terminal
from sync.ledger.terminals import Terminal, touch
from sync.protocol.loyalty_wire import LeaseAnswer, LeaseRequest
from sync.protocol.records import Lease
from sync.rules.leases import Share, caps, grant, returned

SCOPE = "lease"
OFFERS_LIMIT = 1_000
_NOTHING = Share()


def ask(context: Context, who: Terminal, request: LeaseRequest) -> LeaseAnswer:
    """Grant a machine more of the campaigns it names, or take back what it has left of all; the feed tells its register at once."""
    _check(request)

    def work(connection: Connection) -> list[Lease]:
        touch(connection, who, context.stamp())
        lead = member_homes.lead_store(connection)
        if request.close:
            _take_back(connection, lead, who, request)
        elif _stands(connection, who):
            rules = HomeRules(connection, lead)
            for offer in dict.fromkeys(request.wanted):
                _grant(connection, lead, who, rules, offer)
        return _tell(connection, lead, who)

    return LeaseAnswer(server_time=context.stamp(), leases=context.write(work))


def forget_register(connection: Connection, store: str, register: str) -> int:
    """A new machine stands at the register: what the one before was granted is that one's, spent or not, until its journal says."""
    known = {key: msgspec.json.decode(body, type=Lease) for key, body in all_bodies(connection, store, SCOPE).items()}
    return put_records(connection, store, [Put(SCOPE, key, None) for key, each in known.items() if each.register == register])


def _stands(connection: Connection, who: Terminal) -> bool:
    """Tell whether a machine is the one at its register, and not one that another has taken the place of."""
    query = select(func.max(terminal.c.enrolment)).where(terminal.c.store == who.store, terminal.c.register == who.register)
    return bool(who.enrolment == connection.execute(query).scalar_one())


def granted_to(connection: Connection, offer: str, machine: str) -> Share:
    """Return all that a machine was granted of a campaign."""
    row = connection.execute(select(lease).where(lease.c.offer == offer, lease.c.terminal == machine)).first()
    return Share(row.uses, row.pieces, row.amount_minor) if row else _NOTHING


def used_by(connection: Connection, offer: str, machine: str) -> Share:
    """Return what a machine's entries used of a campaign."""
    row = connection.execute(select(campaign_use).where(campaign_use.c.offer == offer, campaign_use.c.terminal == machine)).first()
    return Share(row.uses, row.pieces, row.amount_minor) if row else _NOTHING


def _grant(connection: Connection, lead: str, who: Terminal, rules: HomeRules, offer: str) -> None:
    known = rules.offers.get(offer)
    cap = caps(known.limits) if known is not None else None
    if cap is None:
        return
    more = grant(cap, _granted(connection, lead, offer), _registers(connection))
    if any(more):
        _keep(connection, lead, who, offer, granted_to(connection, offer, who.id).plus(more))


def _take_back(connection: Connection, lead: str, who: Terminal, request: LeaseRequest) -> None:
    """What is left is free for others. A machine is believed as to what it spent, but never less than its entries say."""
    said = {each.offer: Share(each.uses, each.pieces, each.amount_minor) for each in request.spent}
    for row in connection.execute(select(lease).where(lease.c.store == lead, lease.c.terminal == who.id)).all():
        held = Share(row.uses, row.pieces, row.amount_minor)
        spent = Share(*map(max, said.get(row.offer, _NOTHING), used_by(connection, row.offer, who.id)))
        _keep(connection, lead, who, row.offer, held.less(returned(held, spent)))


def _granted(connection: Connection, lead: str, offer: str) -> Share:
    sums = (func.coalesce(func.sum(lease.c[name]), 0) for name in Share._fields)
    row = connection.execute(select(*sums).where(lease.c.store == lead, lease.c.offer == offer)).one()
    return Share(*(int(each) for each in row))


def _registers(connection: Connection) -> int:
    return connection.execute(select(func.count(terminal.c.register.distinct())).where(terminal.c.kind != "manager")).scalar_one()


def _keep(connection: Connection, lead: str, who: Terminal, offer: str, share: Share) -> None:
    key = {"store": lead, "offer": offer, "terminal": who.id}
    if not connection.execute(update(lease).filter_by(**key).values(**share._asdict())).rowcount:
        connection.execute(insert(lease).values(**key, register=who.register, **share._asdict()))


def _tell(connection: Connection, lead: str, who: Terminal) -> list[Lease]:
    rows = connection.execute(select(lease).where(lease.c.store == lead, lease.c.terminal == who.id).order_by(lease.c.offer)).all()
    found = [_record(row) for row in rows]
    if _stands(connection, who):
        put_records(connection, who.store, [Put(SCOPE, each.id, msgspec.json.encode(each)) for each in found])
    return found


def _record(row: Row[tuple[object, ...]]) -> Lease:
    share = {name: getattr(row, name) for name in Share._fields}
    return Lease(id=f"{row.offer}:{row.register}", offer=row.offer, register=row.register, terminal=row.terminal, **share)


def _check(request: LeaseRequest) -> None:
    if len(request.wanted) > OFFERS_LIMIT or len(request.spent) > OFFERS_LIMIT:
        raise bad_request("too_many", "wanted")
    for place, offer in enumerate(request.wanted):
        check_name(offer, f"wanted.{place}")
    for place, each in enumerate(request.spent):
        if any(abs(amount) >= WHOLE_LIMIT for amount in (each.uses, each.pieces, each.amount_minor)):
            raise bad_request("out_of_bounds", f"spent.{place}")
