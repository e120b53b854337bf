"""What a basket used of offers that somebody counts: by member, by campaign. One use a basket, however often the effect was had in it."""

from collections.abc import Iterable, Sequence

from kiosk.domain.loyalty.coupons import Redemption
from kiosk.domain.loyalty.earning import Given
from kiosk.domain.loyalty.index import Index
from kiosk.domain.loyalty.meeting import Met
from kiosk.domain.trace import TraceItem
from sync.protocol.facts import OfferUse
from sync.protocol.offers import ReceiptCouponOffer, SuggestOffer


def of_offers(mets: Iterable[Met], items: Sequence[TraceItem]) -> list[OfferUse]:
    """Return the uses of offers that took something, for what floors left them."""
    amounts = {item.id: item.amount_minor or 0 for item in items if item.status == "applied"}
    taken = [(met.live.rule.id, met.take) for met in mets if met.take is not None and met.live.rule.id in amounts]
    return [OfferUse(offer=id, pieces=take.pieces, amount_minor=amounts[id]) for id, take in taken]


def of_coupons(redemptions: Iterable[Redemption]) -> list[OfferUse]:
    """Return the uses of offers that coupons gave."""
    return [each.use for each in redemptions if each.use is not None]


def of_bonuses(given: Iterable[Given]) -> list[OfferUse]:
    """Return the uses of offers that gave to the member's accounts, for what that is worth."""
    return [OfferUse(offer=each.bonus.rule.id, pieces=each.pieces, amount_minor=each.worth_minor) for each in given]


def of_prints(printed: Iterable[ReceiptCouponOffer]) -> list[OfferUse]:
    """Return the uses of offers whose coupon is printed: its worth counts when it is promised."""
    return [OfferUse(offer=offer.id, amount_minor=offer.amount_minor) for offer in printed]


def of_suggestions(suggested: Iterable[SuggestOffer]) -> list[OfferUse]:
    """Return the uses of offers that suggest something: a word costs nothing."""
    return [OfferUse(offer=offer.id) for offer in suggested]


def together(index: Index, uses: Iterable[OfferUse]) -> list[OfferUse]:
    """Return the uses that are counted, one an offer, in the order of their ids."""
    found: dict[str, OfferUse] = {}
    for use in uses:
        if index.by_id[use.offer].is_counted:
            before = found.get(use.offer, OfferUse(offer=use.offer))
            pieces, amount = before.pieces + use.pieces, before.amount_minor + use.amount_minor
            found[use.offer] = OfferUse(offer=use.offer, pieces=pieces, amount_minor=amount)
    return [found[id] for id in sorted(found)]


def given_back(uses: Iterable[OfferUse]) -> list[OfferUse]:
    """Return the uses of a sale that was wholly returned, with their sign turned; what it gave back itself stays given back."""
    had = (use for use in uses if use.times > 0)
    return [OfferUse(offer=use.offer, times=-use.times, pieces=-use.pieces, amount_minor=-use.amount_minor) for use in had]
