"""The rules one evaluation runs under, gathered once and handed in whole: nothing in the domain looks anything up."""

from collections.abc import Sequence
from functools import cached_property

import msgspec

from kiosk.domain.loyalty.index import Index
from sync.protocol.errors import Refusal
from sync.protocol.offers import Offer
from sync.protocol.programmes import Programme
from sync.protocol.records import Shop, Tax


class Allowance(msgspec.Struct, frozen=True, kw_only=True):
    """What this register may still spend of a capped campaign by itself (its lease less what its journal spent); None is no bound."""

    uses: int | None = None
    pieces: int | None = None
    amount_minor: int | None = None


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """Where and under what an evaluation takes place, besides basket, rules and time.

    `region` is the store's part of the country, for public holidays. `tender` is the kind that pays the whole, empty while nothing is
    paid. `allowances` are by offer: a capped one without is spent. `stopped` offers do nothing. `costs` are what goods cost the shop, by
    sku, a piece or kilogram, for margin floors. `stock` is what is left of rewards that have one.
    """

    store: str = ""
    region: str = ""
    register_kind: str = ""
    tender: str = ""
    allowances: dict[str, Allowance] = {}
    stopped: frozenset[str] = frozenset()
    costs: dict[str, int] = {}
    stock: dict[str, int] = {}


NOWHERE = Circumstances()
"""Of no store and no register, with nothing leased: what a basket comes to by its rules alone."""


class Policy(msgspec.Struct, frozen=True, dict=True):
    """The shop's figures, its taxes by id, its offers and programmes, and the hash that names this bundle."""

    shop: Shop
    taxes: dict[str, Tax]
    offers: tuple[Offer, ...] = ()
    programmes: tuple[Programme, ...] = ()
    bundle: str = ""

    @cached_property
    def index(self) -> Index:
        """The offers by the goods they are for, compiled once a bundle."""
        return Index(self.offers)

    def taxes_of(self, ids: Sequence[str]) -> tuple[Tax, ...]:
        """Return the taxes in the product's order; refuses (`tax_unknown`) one that the shop has withdrawn meanwhile."""
        try:
            return tuple(self.taxes[id] for id in ids)
        except KeyError as error:
            raise Refusal("tax_unknown", tax=error.args[0]) from error
