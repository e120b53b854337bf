"""Offers and programmes as a whole: the checks of all of them together, and the hash that names the rules a sale was evaluated with."""

import hashlib
from collections.abc import Collection, Sequence

import msgspec

from sync.protocol.offers import Offer
from sync.protocol.programmes import Programme, TiersProgramme
from sync.protocol.records import Shop, Tax
from sync.rules.bounds import refuse, require_unique
from sync.rules.offer_checks import Known, check_offer
from sync.rules.programme_checks import check_programme

OFFERS_LIMIT = 100_000


def validate(
    offers: Sequence[Offer],
    programmes: Sequence[Programme],
    *,
    skus: Collection[str] | None = None,
    departments: Collection[str] | None = None,
    stores: Collection[str] | None = None,
    currency: str = "",
) -> None:
    """Refuse (`shop_file`, naming field and rule) offers and programmes whose figures cannot be meant; None where any name may be."""
    if len(offers) > OFFERS_LIMIT:
        refuse("offers", "too_many", OFFERS_LIMIT)
    require_unique([offer.id for offer in offers], "offers[{}].id")
    require_unique([programme.id for programme in programmes], "programmes[{}].id")
    _check_apart(offers, programmes)
    tiers = [tier.id for programme in programmes if isinstance(programme, TiersProgramme) for tier in programme.tiers]
    kinds = {programme.id: str(type(programme).__struct_config__.tag) for programme in programmes}
    known = Known(skus, departments, stores, {offer.id: offer for offer in offers}, kinds, tiers, currency)
    for index, offer in enumerate(offers):
        check_offer(f"offers[{index}]", offer, known)
    for index, programme in enumerate(programmes):
        check_programme(f"programmes[{index}]", programme, known)


def _check_apart(offers: Sequence[Offer], programmes: Sequence[Programme]) -> None:
    """A share on a line bears the id of an offer, of a reward or of a punch card, and a public code stands for one offer."""
    taken = {offer.id for offer in offers}
    for index, programme in enumerate(programmes):
        if programme.id in taken:
            refuse(f"programmes[{index}].id", "duplicate", programme.id)
        for place, reward in enumerate(getattr(programme, "rewards", ())):
            if reward.id in taken:
                refuse(f"programmes[{index}].rewards[{place}].id", "duplicate", reward.id)
            taken.add(reward.id)


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
