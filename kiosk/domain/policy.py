"""The rules one evaluation runs under, gathered once and handed in whole: nothing in the domain looks anything up."""

from collections.abc import Sequence

import msgspec

from sync.protocol.errors import Refusal
from sync.protocol.offers import Offer
from sync.protocol.programmes import Programme
from sync.protocol.records import Shop, Tax


class Policy(msgspec.Struct, frozen=True):
    """The shop's figures, its taxes by id, its offers and programmes, and the hash that names this bundle."""

    shop: Shop
    taxes: dict[str, Tax]
    offers: tuple[Offer, ...] = ()
    programmes: tuple[Programme, ...] = ()
    bundle: str = ""

    def taxes_of(self, ids: Sequence[str]) -> tuple[Tax, ...]:
        """Return the taxes in the product's order; refuses (`tax_unknown`) one that the shop has withdrawn meanwhile."""
        try:
            return tuple(self.taxes[id] for id in ids)
        except KeyError as error:
            raise Refusal("tax_unknown", tax=error.args[0]) from error
