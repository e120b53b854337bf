"""Two tills of one ledger, one of which sells with or without its network: what every programme's script is played on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sync.ledger.fold import fold
from sync.ledger.verify import verify
from tests.flows.counters import Counter, counters
from tests.flows.loyalty.shops import CARD, goods, loyal
from tests.unit.sync.ledger.worlds import World

Json = dict[str, Any]
Open = Callable[..., Any]
GOODS = goods(coat=5000, tea=1000, pen=200, fee=3000)
ways = pytest.mark.parametrize("online", [True, False], ids=["online", "offline"])


class Scene:
    """Two tills and their ledger; `one` sells with or without its network, `two` sees afterwards what became of it."""

    def __init__(self, world: World, one: Counter, two: Counter, *, online: bool = True) -> None:
        self.world, self.one, self.two, self.online = world, one, two, online

    def ticket(self, **quantities: int) -> Json:
        """Begin a ticket of the member."""
        self.one.ok("member", code=CARD)
        for sku, quantity in quantities.items():
            self.one.ok("add", sku=sku, quantity=quantity)
        found: Json = self.one.ok("state")["basket"]
        return found

    def sell(self, **quantities: int) -> Json:
        self.ticket(**quantities)
        return self.one.pay()

    def give_back(self, sold: Json, *lines: Json) -> Json:
        """Take goods back, all that is left without `lines`."""
        self.one.ok("return", receipt=sold["receipt"]["number"], **({"lines": list(lines)} if lines else {}))
        return self.one.pay()

    def settle(self) -> None:
        """The network is back, everybody hears of everything, and the network is as it was again."""
        self.one.network.up = True
        for till in (self.one, self.two, self.one):
            till.exchange()
        self.one.network.up = self.online

    def night(self, **spans: float) -> None:
        """Time passes, and the ledger folds."""
        self.one.network.up = True
        self.world.pass_time(**spans)
        fold(self.world.context)
        for till in (self.one, self.two):
            till.ok("clock", at=self.world.time.isoformat())
            till.exchange()
        self.one.network.up = self.online

    def member(self, till: Counter | None = None) -> Json:
        """The member as a ticket shows them."""
        found: Json = (till or self.two).ok("member", code=CARD)["basket"]["member"]
        (till or self.two).ok("cancel_basket")
        return found

    def wallet(self, till: Counter | None = None) -> Json:
        found: Json = (till or self.two).ok("wallet", id="m1")["wallet"]
        return found

    def balance(self, programme: str) -> int:
        """What both tills say is left, once they agree."""
        mine, other = (self.member(till)["balances"].get(programme, 0) for till in (self.one, self.two))
        assert mine == other
        return int(mine)


@contextmanager
def scene(
    folder: Path,
    online: bool,
    *,
    offers: list[Json] | None = None,
    programmes: list[Json] | None = None,
    articles: list[Json] | None = None,
    bend: Callable[[Json], None] = lambda shop: None,
    **member: Any,
) -> Iterator[Scene]:
    """Open the scene of a shop with these offers and programmes; `bend` may change its file. At the end the ledger's books are proven."""
    shop = loyal(GOODS if articles is None else articles, offers=offers, programmes=programmes, **member)
    bend(shop)
    with counters(folder, shop, "R1", "R2") as (world, (one, two)):
        for till in (one, two):
            till.exchange()
        one.network.up = online
        yield Scene(world, one, two, online=online)
        assert verify(world.context).fault is None


def shares(answer: Json) -> list[tuple[str, int]]:
    """What offers took off each line, in order."""
    return [(share["id"], share["amount_minor"]) for line in answer["basket"]["lines"] for share in line["offers"]]
