"""Makers of small shops, goods and baskets for the domain's tests."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket, HeldCoupon
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import Priced, price
from sync.protocol.facts import MemberRef, Sale
from sync.protocol.offers import CouponNeeds, Offer, OfferWhen, PercentOffer, ReceiptCouponOffer
from sync.protocol.programmes import PointsEarn, PointsProgramme, Programme
from sync.protocol.records import CashRounding, Product, Shop, Tax

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MEMBER = MemberRef(id="m1")
T55 = Tax(id="T55", name="5.5", rate_bp=550)
T10 = Tax(id="T10", name="10", rate_bp=1000)
T20 = Tax(id="T20", name="20", rate_bp=2000)
POINTS = PointsProgramme(id="POINT", earn=PointsEarn(points=1, per_minor=100))
BIO10 = PercentOffer(id="bio10", when=OfferWhen(tags=["bio"]), percent_bp=1000)
NEXT = ReceiptCouponOffer(id="next", when=OfferWhen(min_gross_minor=2000), amount_minor=500, needs=CouponNeeds(min_gross_minor=3000))


def shop(
    *,
    included: bool = True,
    tax_rounding: Literal["line", "rate"] = "line",
    cash_rounding: CashRounding | None = None,
    legal: dict[str, object] | None = None,
    currency: str = "EUR",
) -> Shop:
    return Shop(
        name="Shop",
        country="FR",
        currency=currency,
        minor_digits=2,
        timezone="Europe/Paris",
        languages=["fr", "en"],
        prices_include_tax=included,
        tax_rounding=tax_rounding,
        cash_rounding=cash_rounding,
        legal=legal or {},
    )


def policy(
    *offers: Offer,
    taxes: Iterable[Tax] = (T55, T10, T20),
    programmes: Sequence[Programme] = (),
    included: bool = True,
    tax_rounding: Literal["line", "rate"] = "line",
) -> Policy:
    return Policy(
        shop(included=included, tax_rounding=tax_rounding), {tax.id: tax for tax in taxes}, offers, tuple(programmes), bundle="test"
    )


def piece(price_minor: int | None, sku: str = "", *, taxes: Sequence[str] = (), tags: Sequence[str] = (), sellable: bool = True) -> Product:
    return Product(
        sku=sku or f"p{price_minor}",
        name="goods",
        department="d",
        price_minor=price_minor,
        unit="piece",
        taxes=list(taxes),
        tags=list(tags),
        sellable=sellable,
    )


def by_weight(price_minor: int, sku: str = "w", *, taxes: Sequence[str] = ()) -> Product:
    return Product(sku=sku, name="weighed", department="d", price_minor=price_minor, unit="kg", taxes=list(taxes))


def empty() -> Basket:
    return baskets.new_basket("b1", "2026-11-22T10:00:00+00:00", "fr")


def basket_of(*goods: Product | tuple[Product, int], member: MemberRef | None = None, coupons: Sequence[HeldCoupon] = ()) -> Basket:
    """A basket of products, each alone or with its number of pieces."""
    found = baskets.set_member(empty(), member)
    for each in goods:
        product, quantity = each if isinstance(each, tuple) else (each, 1)
        found = baskets.add_product(found, product, quantity=quantity)
    for held in coupons:
        found = baskets.add_coupon(found, held)
    return found


def coupon(amount_minor: int, min_gross_minor: int = 0, id: str = "c1", *, offer: str = "next", until: str = "2026-12-31") -> HeldCoupon:
    return HeldCoupon(id=id, offer=offer, amount_minor=amount_minor, min_gross_minor=min_gross_minor, valid_until=until, home="R1")


def sale_of(priced: Priced, *, rounding_minor: int = 0, member: MemberRef | None = None) -> Sale:
    """The sale of a priced basket, paid by a tender that settles it exactly."""
    from_customer = priced.gross_minor + rounding_minor
    return Sale(
        basket="b1",
        number="R1-A-000001",
        lines=priced.lines,
        taxes=priced.taxes,
        net_minor=priced.net_minor,
        tax_minor=priced.tax_minor,
        gross_minor=priced.gross_minor,
        discount_minor=priced.discount_minor,
        rounding_minor=rounding_minor,
        change_minor=-from_customer,
        member=member,
        points=priced.points,
    )


def sell(basket: Basket, rules: Policy) -> Sale:
    return sale_of(price(basket, rules, NOW), member=basket.member)
