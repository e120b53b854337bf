"""What the shop owes its members in points and cashback: the books' balances, of all stores together, with what they are worth."""

from sqlalchemy import Connection, and_, func, or_, select

from sync.ledger.home_rules import HomeRules
from sync.ledger.member_book import pending_account
from sync.ledger.tables import balance
from sync.protocol.programmes import CashbackProgramme, PointsProgramme, unit_value_minor
from sync.protocol.wire import PointsOwed
from sync.rules.postings import member_account

_AFTER = ";"
"""The character after the colon, with which the accounts of one kind end."""


def owed(connection: Connection, store: str) -> list[PointsOwed]:
    """Return what is owed by programme, in the order of ids; debts of members are taken off. What bears no money is left out."""
    programmes = [
        each for each in HomeRules(connection, store).programmes.values() if isinstance(each, PointsProgramme | CashbackProgramme)
    ]
    sums = _sums(connection, [each.id for each in programmes]) if programmes else {}
    return [
        PointsOwed(
            programme=each.id,
            name=each.name,
            kind="points" if isinstance(each, PointsProgramme) else "cashback",
            units=sums.get(each.id, 0),
            worth_minor=sums.get(each.id, 0) * unit_value_minor(each),
        )
        for each in programmes
    ]


def _sums(connection: Connection, units: list[str]) -> dict[str, int]:
    """Ranges of accounts, so that the key's order finds them in every store; a member is owed what the books have on the other side."""
    kinds = (member_account(""), pending_account(""))
    accounts = or_(*(and_(balance.c.account >= kind, balance.c.account < kind[:-1] + _AFTER) for kind in kinds))
    query = select(balance.c.unit, func.sum(balance.c.amount).label("amount")).where(accounts, balance.c.unit.in_(units))
    return {row.unit: -int(row.amount) for row in connection.execute(query.group_by(balance.c.unit))}
