"""What neither shape nor bounds of an offer can say: one worth and not two, hours and days that exist, names that something bears."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.protocol.offers import (
    AmountOffer,
    Bought,
    BundleOffer,
    BuyGetOffer,
    CashbackOffer,
    CheapestFreeOffer,
    Choice,
    CouponValid,
    GiftOffer,
    Hours,
    MultiplierOffer,
    Offer,
    OfferWhen,
    PointsOffer,
    PunchOffer,
    QuantityBreakOffer,
    QuantityStep,
    ReceiptCouponOffer,
    SpendStep,
    SuggestOffer,
    TieredSpendOffer,
)
from sync.protocol.record import Record
from sync.rules.bounds import refuse, require_day, require_known, require_range
from sync.rules.figures_meant import check, structs

CODE_LIMIT_CHARS = 32
_CODE = re.compile(rf"[A-Z0-9][A-Z0-9-]{{1,{CODE_LIMIT_CHARS - 1}}}")
_MINUTE = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DAY_MINUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T([01][0-9]|2[0-3]):[0-5][0-9])?")
TENDER_KINDS = frozenset({"cash", "card", "card_standalone", "voucher", "gift_card", "store_credit", "cheque", "points", "cashback"})


@dataclass(frozen=True)
class Known:
    """What an offer or programme may name; None where nothing is known of it, so that any name may be meant."""

    skus: Collection[str] | None = None
    departments: Collection[str] | None = None
    stores: Collection[str] | None = None
    offers: Mapping[str, Offer] = field(default_factory=dict)
    programmes: Mapping[str, str] = field(default_factory=dict)
    tiers: Collection[str] = ()
    currency: str = ""


def check_offer(at: str, offer: Offer, known: Known) -> None:
    """Refuse (`shop_file`, naming field and rule) an offer whose figures cannot be meant."""
    check(at, offer)
    check_parts(at, offer, known)
    of = _OF.get(type(offer))
    if of is not None:
        of(at, offer, known)


def check_parts(at: str, record: Record, known: Known) -> None:
    """Check the parts that offers and programmes share: choices, conditions, hours and how long a coupon is good."""
    for place, part in structs(at, record):
        if isinstance(part, Choice | Bought):
            _check_choice(place, part, known)
        match part:
            case OfferWhen():
                _check_when(place, part, known)
            case Hours():
                _check_hours(place, part)
            case CouponValid():
                _check_valid(place, part)


def require_one(at: str, record: Record, names: tuple[str, ...]) -> None:
    """Refuse (`one_of`) a record that has not exactly one of these fields."""
    if sum(bool(getattr(record, name)) if name == "gives" else getattr(record, name) is not None for name in names) != 1:
        refuse(at, "one_of", ", ".join(names))


def _check_choice(at: str, choice: Choice | Bought, known: Known) -> None:
    skus = [("skus", sku) for sku in choice.skus]
    if isinstance(choice, Choice):
        skus += [("not_skus", sku) for sku in choice.not_skus]
        if known.departments is not None:
            for name in ("departments", "not_departments"):
                for index, department in enumerate(getattr(choice, name)):
                    require_known(f"{at}.{name}[{index}]", department, known.departments)
    if known.skus is not None:
        for name, sku in skus:
            require_known(f"{at}.{name}[{getattr(choice, name).index(sku)}]", sku, known.skus)


def _check_when(at: str, when: OfferWhen, known: Known) -> None:
    for index, tender in enumerate(when.tenders):
        require_known(f"{at}.tenders[{index}]", tender, TENDER_KINDS)
    for index, tier in enumerate(when.tiers):
        require_known(f"{at}.tiers[{index}]", tier, known.tiers)
    if known.stores is not None:
        for index, store in enumerate(when.stores):
            require_known(f"{at}.stores[{index}]", store, known.stores)
    for index, code in enumerate(when.codes):
        if _CODE.fullmatch(code) is None:
            refuse(f"{at}.codes[{index}]", "code", f"2..{CODE_LIMIT_CHARS}")
    for name in ("since", "until"):
        _check_moment(f"{at}.{name}", getattr(when, name))
    if when.since is not None and when.until is not None and when.until < when.since[: len(when.until)]:
        refuse(f"{at}.until", "before_since", when.since)


def _check_moment(at: str, moment: str | None) -> None:
    """A local day, or a minute of one."""
    if moment is None:
        return
    if _DAY_MINUTE.fullmatch(moment) is None:
        refuse(at, "date")
    require_day(at, moment[:10])


def _check_hours(at: str, hours: Hours) -> None:
    for name, text in (("since", hours.since), ("until", hours.until)):
        if _MINUTE.fullmatch(text) is None and not (name == "until" and text == "24:00"):
            refuse(f"{at}.{name}", "minute")


def _check_valid(at: str, valid: CouponValid) -> None:
    if valid.until == "day":
        require_day(f"{at}.day", valid.day)
    elif valid.day:
        refuse(f"{at}.day", "not_with", f"until {valid.until}")


def _check_coupon(at: str, offer: ReceiptCouponOffer, known: Known) -> None:
    worths = [name for name in ("amount_minor", "percent_bp", "gives") if getattr(offer, name)]
    if not worths:
        require_range(f"{at}.amount_minor", offer.amount_minor, 1, 10**10 - 1)
    if len(worths) > 1:
        refuse(at, "one_of", "amount_minor, percent_bp, gives")
    if offer.gives:
        require_known(f"{at}.gives", offer.gives, known.offers)
        if not known.offers[offer.gives].when.coupon:
            refuse(f"{at}.gives", "needs_coupon", offer.gives)
    if offer.limits.total_pieces is not None:
        refuse(f"{at}.limits.total_pieces", "not_with", "receipt_coupon")


def _check_spend(at: str, offer: TieredSpendOffer, known: Known) -> None:
    _check_steps(at, offer.steps, "from_minor", ("percent_bp", "amount_minor"))


def _check_breaks(at: str, offer: QuantityBreakOffer, known: Known) -> None:
    _check_steps(at, offer.steps, "quantity", ("percent_bp", "price_minor", "amount_minor"))


def _check_steps(at: str, steps: list[SpendStep] | list[QuantityStep], by: str, worths: tuple[str, ...]) -> None:
    """Steps rise, each by itself, so that the one reached is never in doubt."""
    if not steps:
        refuse(f"{at}.steps", "empty")
    for index, step in enumerate(steps):
        require_one(f"{at}.steps[{index}]", step, worths)
        if index and getattr(step, by) <= getattr(steps[index - 1], by):
            refuse(f"{at}.steps[{index}].{by}", "not_rising")


def _check_bundle(at: str, offer: BundleOffer, known: Known) -> None:
    if not 1 <= len(offer.parts) <= 20:
        refuse(f"{at}.parts", "items", "1..20")


def _check_cheapest(at: str, offer: CheapestFreeOffer, known: Known) -> None:
    if offer.free > offer.quantity:
        refuse(f"{at}.free", "range", f"1..{offer.quantity}")


def _check_gift(at: str, offer: GiftOffer, known: Known) -> None:
    if known.skus is not None:
        require_known(f"{at}.sku", offer.sku, known.skus)


def _check_suggestion(at: str, offer: SuggestOffer, known: Known) -> None:
    """It costs nothing and takes nothing, so that no limit of money or pieces can be meant, and no coupon gives it."""
    if known.skus is not None:
        require_known(f"{at}.sku", offer.sku, known.skus)
    for name in ("most_minor", "per_basket", "total_pieces", "budget_minor", "margin_floor_bp"):
        if getattr(offer.limits, name) is not None:
            refuse(f"{at}.limits.{name}", "not_with", "suggest")
    if offer.when.coupon:
        refuse(f"{at}.when.coupon", "not_with", "suggest")


def _earns(kind: str) -> Callable[[str, Any, Known], None]:
    """An offer that gives to an account names a programme that keeps such accounts."""

    def check_programme(at: str, offer: PointsOffer | MultiplierOffer | CashbackOffer | PunchOffer, known: Known) -> None:
        require_known(f"{at}.programme", offer.programme, known.programmes)
        if kind and known.programmes[offer.programme] != kind:
            refuse(f"{at}.programme", "programme_kind", kind)

    return check_programme


def _check_multiplier(at: str, offer: MultiplierOffer, known: Known) -> None:
    """An offer takes nothing away: goods that earn less have a rate of the programme's own."""
    _earns("points")(at, offer, known)
    require_range(f"{at}.times_bp", offer.times_bp, 10_000, 1_000_000)


def _check_amount(at: str, offer: AmountOffer | BuyGetOffer, known: Known) -> None:
    if isinstance(offer, AmountOffer) and offer.per == "basket" and offer.pick is not None:
        refuse(f"{at}.pick", "not_with", "per basket")


_OF: dict[type, Callable[[str, Any, Known], None]] = {
    ReceiptCouponOffer: _check_coupon,
    TieredSpendOffer: _check_spend,
    QuantityBreakOffer: _check_breaks,
    BundleOffer: _check_bundle,
    CheapestFreeOffer: _check_cheapest,
    GiftOffer: _check_gift,
    SuggestOffer: _check_suggestion,
    AmountOffer: _check_amount,
    PointsOffer: _earns("points"),
    MultiplierOffer: _check_multiplier,
    CashbackOffer: _earns("cashback"),
    PunchOffer: _earns("punch"),
}
