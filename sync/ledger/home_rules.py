"""What a store's programmes and offers ask of a member's record; read once a batch, and only what is asked."""

from functools import cached_property

import msgspec
from sqlalchemy import Connection

from sync.ledger.feed import all_bodies, bodies
from sync.protocol.offers import Offer, Period
from sync.protocol.programmes import Programme, TiersProgramme, unit_value_minor
from sync.protocol.records import Product, Shop

_programme = msgspec.json.Decoder(Programme)
_offer = msgspec.json.Decoder(Offer)
_product = msgspec.json.Decoder(Product)


class HomeRules:
    """One store's rules about members."""

    def __init__(self, connection: Connection, store: str) -> None:
        self._connection = connection
        self._store = store
        self._products: dict[str, Product | None] = {}

    @cached_property
    def shop(self) -> Shop:
        """The shop's own figures; a store without them cannot be posted to, which is a bug of the import."""
        return msgspec.json.decode(bodies(self._connection, self._store, "shop", ["shop"])["shop"], type=Shop)

    @cached_property
    def programmes(self) -> dict[str, Programme]:
        """The programmes by id."""
        return {key: _programme.decode(body) for key, body in sorted(all_bodies(self._connection, self._store, "programme").items())}

    @cached_property
    def offers(self) -> dict[str, Offer]:
        """The offers by id."""
        return {key: _offer.decode(body) for key, body in all_bodies(self._connection, self._store, "offer").items()}

    @cached_property
    def tiers(self) -> list[TiersProgramme]:
        """The programmes of tiers, in the order of their ids."""
        return [programme for programme in self.programmes.values() if isinstance(programme, TiersProgramme)]

    @cached_property
    def asked(self) -> frozenset[str]:
        """The goods, as `sku:` or `tag:` keys, of which some offer asks when a member last bought them."""
        found = [offer.when.bought for offer in self.offers.values() if offer.when.bought is not None]
        return frozenset(key for each in found for key in (*(f"sku:{sku}" for sku in each.skus), *(f"tag:{tag}" for tag in each.tags)))

    def period_of(self, offer: str) -> Period:
        """Return the period in which an offer's uses by a member are counted."""
        known = self.offers.get(offer)
        return known.limits.period if known is not None else "ever"

    def value_minor(self, programme: str) -> int:
        """Return what a unit of a programme is worth, 0 where it is none of ours."""
        known = self.programmes.get(programme)
        return unit_value_minor(known) if known is not None else 0

    def product(self, sku: str) -> Product | None:
        """Return a product, None for one that is in the catalogue no more."""
        if sku not in self._products:
            body = bodies(self._connection, self._store, "product", [sku]).get(sku)
            self._products[sku] = _product.decode(body) if body else None
        return self._products[sku]

    def asked_of(self, sku: str) -> set[str]:
        """Return those of the `asked` keys that goods answer to."""
        product = self.product(sku) if any(key.startswith("tag:") for key in self.asked) else None
        return ({f"sku:{sku}"} | {f"tag:{tag}" for tag in (product.tags if product else [])}) & self.asked
