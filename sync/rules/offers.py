"""Offers and programmes: what their shape cannot say, and the hash that names the whole bundle of rules a sale was evaluated with."""

import hashlib
from collections.abc import Sequence

import msgspec

from sync.protocol.offers import Offer, OfferWhen, PercentOffer, ReceiptCouponOffer
from sync.protocol.programmes import PointsProgramme, Programme
from sync.protocol.records import Shop, Tax
from sync.rules.bounds import require_id, require_price, require_range, require_unique, require_words

PRIORITY_LIMIT = 1_000_000
COUPON_LIMIT_MONTHS = 60
POINTS_LIMIT = 1_000_000


def validate(offers: Sequence[Offer], programmes: Sequence[Programme]) -> None:
    """Refuse (`shop_file`, naming field and rule) offers and programmes whose figures cannot be meant."""
    require_unique([offer.id for offer in offers], "offers[{}].id")
    require_unique([programme.id for programme in programmes], "programmes[{}].id")
    for index, offer in enumerate(offers):
        _validate_offer(f"offers[{index}]", offer)
    for index, programme in enumerate(programmes):
        if isinstance(programme, PointsProgramme):
            _validate_programme(f"programmes[{index}]", programme)


def _validate_offer(at: str, offer: Offer) -> None:
    require_id(f"{at}.id", offer.id)
    require_words(f"{at}.name", offer.name, optional=True)
    require_range(f"{at}.priority", offer.priority, -PRIORITY_LIMIT, PRIORITY_LIMIT)
    _validate_when(f"{at}.when", offer.when)
    match offer:
        case PercentOffer():
            require_range(f"{at}.percent_bp", offer.percent_bp, 0, 10_000)
        case ReceiptCouponOffer():
            require_price(f"{at}.amount_minor", offer.amount_minor, 1)
            require_price(f"{at}.needs.min_gross_minor", offer.needs.min_gross_minor)
            require_range(f"{at}.valid.months", offer.valid.months, 0, COUPON_LIMIT_MONTHS)


def _validate_when(at: str, when: OfferWhen) -> None:
    require_price(f"{at}.min_gross_minor", when.min_gross_minor)
    require_unique(when.tags, f"{at}.tags[{{}}]")
    for index, tag in enumerate(when.tags):
        require_id(f"{at}.tags[{index}]", tag)


def _validate_programme(at: str, programme: PointsProgramme) -> None:
    require_id(f"{at}.id", programme.id)
    require_words(f"{at}.name", programme.name, optional=True)
    require_range(f"{at}.earn.points", programme.earn.points, 0, POINTS_LIMIT)
    require_price(f"{at}.earn.per_minor", programme.earn.per_minor, 1)
    require_price(f"{at}.value_minor", programme.value_minor)


class _Bundle(msgspec.Struct):
    offers: list[Offer]
    programmes: list[Programme]
    taxes: list[Tax]
    shop: Shop


def bundle_hash(offers: Sequence[Offer], programmes: Sequence[Programme], taxes: Sequence[Tax], shop: Shop) -> str:
    """Return SHA-256 (hexadecimal) over the rules as canonical JSON: by id, keys sorted, so that no order of arrival changes it."""
    bundle = _Bundle(
        offers=sorted(offers, key=lambda offer: offer.id),
        programmes=sorted(programmes, key=lambda programme: programme.id),
        taxes=sorted(taxes, key=lambda tax: tax.id),
        shop=shop,
    )
    return hashlib.sha256(msgspec.json.encode(bundle, order="sorted")).hexdigest()
