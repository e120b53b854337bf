"""Stock of rewards, counted at the lead store and told to every till; what was claimed beyond it is a case with what it cost (law 5)."""

import msgspec
from sqlalchemy import Connection, select

from sync.ledger import member_homes
from sync.ledger.book import Book
from sync.ledger.cases import Case, Source
from sync.ledger.feed import Put, all_bodies, put_records
from sync.ledger.holdings import reward_of
from sync.ledger.home_rules import HomeRules
from sync.ledger.loyalty_tables import reward_claim
from sync.ledger.upsert import add_up
from sync.protocol.programmes import PointsProgramme
from sync.protocol.records import RewardStock
from sync.protocol.values import RewardTaken

SCOPE = "reward_stock"
OVERDRAWN = "reward_overdrawn"


def claim(book: Book, source: Source, taken: list[RewardTaken]) -> None:
    """Count what an entry claimed of rewards that have a stock: here if this is the lead store, else there."""
    limited = [each for each in taken if (found := reward_of(book.members.rules, each.id)) is not None and found[1].stock is not None]
    if not limited:
        return
    lead = member_homes.lead_store(book.connection)
    if lead == book.store:
        arrived(book, source, limited)
    else:
        book.parcel(source, lead).rewards.extend(limited)


def arrived(book: Book, source: Source, taken: list[RewardTaken]) -> None:
    """Count claims at the lead store."""
    for each in taken:
        add_up(book.connection, reward_claim, [{"store": book.store, "reward": each.id, "claims": each.claims}])
        left = _left(book, each.id)
        if left < 0 < each.claims:
            over = min(-left, each.claims)
            effect = each.amount_minor * over // each.claims
            book.cases.append(Case(source, OVERDRAWN, each.id, {"left": left}, effect))
        # A return may be heard of before its sale: more than the whole stock there never is.
        tell(book.connection, book.store, each.id, min(left, _whole(book, each.id)))


def tell_all(connection: Connection, lead: str) -> int:
    """Tell what is left of every reward that has a stock by the lead store's programmes: a till gives nothing that it was not told of.

    Returns how many records changed.
    """
    stocks = _stocks(HomeRules(connection, lead))
    query = select(reward_claim.c.reward, reward_claim.c.claims).where(reward_claim.c.store == lead)
    claims = {row.reward: row.claims for row in connection.execute(query)}
    puts = [_left_of(id, min(whole - claims.get(id, 0), whole)) for id, whole in sorted(stocks.items())]
    puts += [Put(SCOPE, id, None) for id in all_bodies(connection, lead, SCOPE) if id not in stocks]
    return put_records(connection, lead, puts)


def tell(connection: Connection, store: str, reward: str, left: int) -> int:
    """Put what is left of a reward into the feed; return whether that was new."""
    return put_records(connection, store, [_left_of(reward, left)])


def _left_of(reward: str, left: int) -> Put:
    return Put(SCOPE, reward, msgspec.json.encode(RewardStock(id=reward, left=max(left, 0))))


def _stocks(rules: HomeRules) -> dict[str, int]:
    rewards = (reward for each in rules.programmes.values() if isinstance(each, PointsProgramme) for reward in each.rewards)
    return {reward.id: reward.stock for reward in rewards if reward.stock is not None}


def _left(book: Book, reward: str) -> int:
    claims = book.connection.execute(select(reward_claim.c.claims).filter_by(store=book.store, reward=reward)).scalar_one_or_none() or 0
    return _whole(book, reward) - claims


def _whole(book: Book, reward: str) -> int:
    found = reward_of(book.members.rules, reward)
    return (found[1].stock or 0) if found is not None else 0
