"""Stopping an offer with one word: every feed says so, each machine confirms with its next cursor, and until then the worst is told."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from sync.ledger.bounds import check_name
from sync.ledger.context import Context
from sync.ledger.feed import Put, put_records
from sync.ledger.fold import today_in
from sync.ledger.home_rules import HomeRules
from sync.ledger.importing import stores
from sync.ledger.leases import granted_to, used_by
from sync.ledger.loyalty_tables import heard
from sync.ledger.member_homes import lead_store
from sync.ledger.problems import bad_request, forbidden
from sync.ledger.rights import ISSUED
from sync.ledger.tables import record, right, terminal
from sync.ledger.terminals import Terminal, touch
from sync.protocol.loyalty_wire import StopAnswer, StopRequest
from sync.protocol.offers import Offer, ReceiptCouponOffer
from sync.protocol.programmes import PointsProgramme
from sync.protocol.records import StoppedOffer

SCOPE = "stopped"
CONFIRMED_SCOPES = (SCOPE, "bundle")
"""What a machine confirms by its cursor: stops, and the rules it has."""


def stop(context: Context, who: Terminal, request: StopRequest) -> StopAnswer:
    """Stop an offer, a coupon's campaign or a reward, or let it go on; asked again, tells who has heard of it since."""
    if who.kind == "selfservice":
        raise forbidden("desk_only")
    check_name(request.offer, "offer")

    def work(connection: Connection) -> StopAnswer:
        touch(connection, who, context.stamp())
        rules = HomeRules(connection, lead_store(connection))
        if request.offer not in _names(rules):
            raise bad_request("campaign_unknown", "offer")
        for store in stores(connection):
            _put(connection, store, request, context.stamp())
        waiting, told = _machines(connection, request.offer)
        worst = _worst(context, connection, rules.offers.get(request.offer), request.offer, waiting) if request.stop else 0
        registers = sorted(row.register for row in waiting)
        return StopAnswer(server_time=context.stamp(), confirmed=sorted(row.register for row in told), open=registers, worst_minor=worst)

    return context.write(work)


def note(connection: Connection, who: Terminal, cursors: Mapping[str, int]) -> None:
    """Keep how far a machine has applied what must be confirmed; written only when it moved."""
    known = {row.scope: row.rev for row in connection.execute(select(heard).filter_by(store=who.store, terminal=who.id))}
    for scope in CONFIRMED_SCOPES:
        rev = cursors.get(scope, 0)
        if known.get(scope) == rev or (scope not in known and not rev):
            continue
        key = {"store": who.store, "terminal": who.id, "scope": scope}
        if not connection.execute(update(heard).filter_by(**key).values(rev=rev)).rowcount:
            connection.execute(insert(heard).values(**key, rev=rev))


def _names(rules: HomeRules) -> set[str]:
    """A share on a line, a coupon or a claim bears one of these."""
    rewards = (reward.id for each in rules.programmes.values() if isinstance(each, PointsProgramme) for reward in each.rewards)
    return {*rules.offers, *rules.programmes, *rewards}


def _put(connection: Connection, store: str, request: StopRequest, at: str) -> None:
    """A stop that stands keeps its time; who asks again only asks."""
    query = select(record.c.body).filter_by(store=store, scope=SCOPE, key=request.offer)
    stands = connection.execute(query).scalar_one_or_none() is not None
    if stands != request.stop:
        body = msgspec.json.encode(StoppedOffer(id=request.offer, at=at)) if request.stop else None
        put_records(connection, store, [Put(SCOPE, request.offer, body)])


def _machines(connection: Connection, offer: str) -> tuple[list[Row[tuple[object, ...]]], list[Row[tuple[object, ...]]]]:
    """Return the machines in use, those that have not heard of the newest word on an offer and those that have."""
    rows = connection.execute(select(terminal).where(terminal.c.kind != "manager").order_by(terminal.c.enrolment)).all()
    newest = {(row.store, row.register): row for row in rows}
    words = select(record.c.store, record.c.rev).filter_by(scope=SCOPE, key=offer)
    revisions = {row.store: row.rev for row in connection.execute(words)}
    reached = {row.terminal: row.rev for row in connection.execute(select(heard).filter_by(scope=SCOPE))}
    told = [row for row in newest.values() if reached.get(row.terminal, 0) >= revisions.get(row.store, 0)]
    return [row for row in newest.values() if row not in told], told


def _worst(context: Context, connection: Connection, offer: Offer | None, id: str, waiting: list[Row[tuple[object, ...]]]) -> int | None:
    """Return what machines that have not heard of it may still give away, None where nothing bounds it."""
    if not waiting:
        return 0
    if offer is None:
        return None
    machines = [row.terminal for row in waiting]
    leased = _leased(connection, offer, machines)
    if not isinstance(offer, ReceiptCouponOffer):
        return leased
    printed = _printed(context, connection, offer, machines)
    return None if leased is None or printed is None else leased + printed


def _leased(connection: Connection, offer: Offer, machines: list[str]) -> int | None:
    left = [granted_to(connection, offer.id, each).less(used_by(connection, offer.id, each)) for each in machines]
    limits = offer.limits
    once = offer.amount_minor if isinstance(offer, ReceiptCouponOffer) else limits.most_minor
    bounds = []
    if limits.budget_minor is not None:
        bounds.append(sum(max(each.amount_minor, 0) for each in left))
    if limits.total is not None and once:
        bounds.append(sum(max(each.uses, 0) for each in left) * once)
    return min(bounds, default=None)


def _printed(context: Context, connection: Connection, offer: ReceiptCouponOffer, machines: list[str]) -> int | None:
    """Coupons that these machines printed and that are not used: each takes its own back without asking anybody."""
    where = (right.c.offer == offer.id, right.c.state == ISSUED, right.c.issued_terminal.in_(machines))
    today = min(today_in(connection, context, store) for store in stores(connection))
    rows = connection.execute(select(right.c.amount_minor).where(*where, right.c.valid_until >= today)).scalars().all()
    return None if any(not amount for amount in rows) else sum(rows)
