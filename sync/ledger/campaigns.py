"""What entries used of limited offers, by machine; beyond what the machine was granted is a case with what it gave away (law 5)."""

from sqlalchemy import Connection, select

from sync.ledger.book import Book
from sync.ledger.cases import Case, Source
from sync.ledger.leases import granted_to, used_by
from sync.ledger.loyalty_tables import campaign_use
from sync.ledger.upsert import add_up
from sync.protocol.values import OfferUse
from sync.rules.leases import Share, caps

OVERRUN = "campaign_overrun"


def use(book: Book, source: Source, uses: list[OfferUse]) -> None:
    """Count an entry's uses."""
    for each in uses:
        parts = {"uses": each.times, "pieces": each.pieces, "amount_minor": each.amount_minor}
        add_up(book.connection, campaign_use, [{"store": source.store, "offer": each.offer, "terminal": source.terminal, **parts}])
        over = _over(book, source, each)
        if over:
            book.cases.append(Case(source, OVERRUN, each.offer, {"over": over}, max(each.amount_minor, 0)))


def _over(book: Book, source: Source, use: OfferUse) -> dict[str, int]:
    """Return by how much the machine is beyond what it was granted, in what has a cap and was used now."""
    offer = book.members.rules.offers.get(use.offer)
    cap = caps(offer.limits) if offer is not None else None
    if cap is None or offer is None:
        return {}
    capped = (offer.limits.total, offer.limits.total_pieces, offer.limits.budget_minor)
    now = (use.times, use.pieces, use.amount_minor)
    over = used_by(book.connection, use.offer, source.terminal).less(granted_to(book.connection, use.offer, source.terminal))
    parts = zip(Share._fields, capped, now, over, strict=True)
    return {name: each for name, limit, moved, each in parts if limit is not None and moved > 0 and each > 0}


def all_uses(connection: Connection) -> dict[tuple[str, str, str], Share]:
    """Return what was used, by store, offer and machine."""
    rows = connection.execute(select(campaign_use))
    return {(row.store, row.offer, row.terminal): Share(row.uses, row.pieces, row.amount_minor) for row in rows}
