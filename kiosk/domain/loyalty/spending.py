"""What a member spends on goods in this basket: points for rewards, punches for pieces; and each line's share of it."""

from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.pieces import Amounts
from kiosk.domain.loyalty.table import Table, split
from sync.protocol.facts import MemberRef


class Purse:
    """The balances of a member as they go down; `shares` are what was spent on each place by programme, `other` what no goods bear."""

    def __init__(self, member: MemberRef | None, places: int) -> None:
        self._balances = dict(member.balances) if member is not None else {}
        self.shares: list[dict[str, int]] = [{} for _ in range(places)]
        self.other: dict[str, int] = {}

    def balance(self, programme: str) -> int:
        """Return what may still be spent."""
        return self._balances.get(programme, 0)

    def spend(self, programme: str, amount: int, on: Amounts, table: Table) -> None:
        """Spend on goods, in proportion to what it took off them; on none, it is borne by no line."""
        self._balances[programme] = self.balance(programme) - amount
        if not on:
            self.other[programme] = self.other.get(programme, 0) + amount
        for place, part in split(amount, on, table.cents):
            if part:
                self.shares[place][programme] = self.shares[place].get(programme, 0) + part


def taken(amounts: Amounts, id: str, table: Table, goods: Goods) -> int:
    """Take amounts off the goods in the name of a reward or a card; return what they come to."""
    for place, amount in amounts:
        table.left[place] -= amount
    goods.take(id, [place for place, _ in amounts], [amount for _, amount in amounts])
    return sum(amount for _, amount in amounts)
