"""One shop, one sale and its paper, from which the tests of paper take what they need."""

from typing import Any

from sync.base.words import Words
from sync.protocol.facts import IssuedCoupon, MemberRef, OfferShare, PointsMovement, Sale, SoldLine, TaxShare, Tender
from sync.protocol.programmes import PointsEarn, PointsProgramme
from sync.protocol.records import Shop, Store, Tax
from sync.rules.receipt import ReceiptContext

FRENCH = Words("fr")
ENGLISH = Words("en")
COUPON_CODE = "CC1:" + "A1B2C3D4" * 22
RECEIPT_CODE = "CR1:" + "E5F6G7H8" * 18
LEGAL = {"siret": "000 000 000 00000", "naf": "4711D", "vat": "FR00 000000000"}
SHOP = Shop(
    name="Le Comptoir",
    country="FR",
    currency="EUR",
    minor_digits=2,
    timezone="Europe/Paris",
    languages=["fr", "en"],
    prices_include_tax=True,
    legal=LEGAL,
)
TAXES = (
    Tax(id="T55", name="TVA 5,5", rate_bp=550),
    Tax(id="T20", name="TVA 20", rate_bp=2000),
    Tax(id="ECO", name="Éco-part.", fixed_minor=10),
)
PROGRAMME = PointsProgramme(id="POINT", earn=PointsEarn(points=1, per_minor=100))
OFFERS = {"b3": {"fr": "2 achetés, le 3ᵉ offert", "en": "Buy 2, get 1"}, "pm": "Prix membre"}


def line(
    number: int, name: Any, amount_minor: int, *, tax: str = "T55", rate_bp: int = 550, off: dict[str, int] | None = None, **more: Any
) -> SoldLine:
    """A line whose price includes a percentage tax; `off` is what each offer takes."""
    shares = [OfferShare(id=id, amount_minor=amount) for id, amount in (off or {}).items()]
    discount = sum(share.amount_minor for share in shares)
    gross = amount_minor - discount
    net = round(gross * 10_000 / (10_000 + rate_bp))
    taxes = [TaxShare(id=tax, base_minor=net, tax_minor=gross - net)]
    more = {"quantity": 1, "unit_price_minor": amount_minor} | more
    return SoldLine(
        line=number,
        sku=f"P{number}",
        name=name,
        department="D1",
        amount_minor=amount_minor,
        discount_minor=discount,
        net_minor=net,
        tax_minor=gross - net,
        gross_minor=gross,
        taxes=taxes,
        offers=shares,
        **more,
    )


def sale(lines: list[SoldLine], **more: Any) -> Sale:
    """A sale paid in cash, exactly, where `more` says nothing else."""
    by_id: dict[str, list[TaxShare]] = {}
    for share in (share for each in lines for share in each.taxes):
        by_id.setdefault(share.id, []).append(share)
    gross = sum(each.gross_minor for each in lines)
    fields: dict[str, Any] = {
        "basket": "b",
        "number": "02-A-004711",
        "lines": lines,
        "taxes": [
            TaxShare(id=id, base_minor=sum(s.base_minor for s in shares), tax_minor=sum(s.tax_minor for s in shares))
            for id, shares in by_id.items()
        ],
        "net_minor": sum(each.net_minor for each in lines),
        "tax_minor": sum(each.tax_minor for each in lines),
        "gross_minor": gross,
        "discount_minor": sum(each.discount_minor for each in lines),
        "tenders": [Tender(kind="cash", amount_minor=abs(gross), out=gross < 0)],
    }
    return Sale(**fields | more)


def full_sale(**more: Any) -> Sale:
    """The sale of the sketch: weight, offers, gift card, change, member, points and a coupon."""
    lines = [
        line(1, "Café moulu arabica 250 g", 790, quantity=2, unit_price_minor=395),
        line(2, "Comté affiné 18 mois", 1026, quantity=0, weight_g=412, unit_price_minor=2490),
        line(3, "Yaourt nature brebis", 345, quantity=3, unit_price_minor=115, off={"b3": 115}),
        line(4, {"fr": "Pain de campagne", "en": "Country loaf"}, 320),
        line(5, "Liquide vaisselle citron", 249, tax="T20", rate_bp=2000, off={"pm": 50}),
    ]
    coupon = IssuedCoupon(
        id="c", offer="next", amount_minor=500, min_gross_minor=3000, valid_until="2026-12-31", home="02", code=COUPON_CODE
    )
    fields: dict[str, Any] = {
        "change_minor": 435,
        "tenders": [Tender(kind="gift_card", amount_minor=500), Tender(kind="cash", amount_minor=2500)],
        "member": MemberRef(id="m1", balances={"POINT": 1284}),
        "points": [PointsMovement(programme="POINT", earned=25)],
        "issued": [coupon],
    }
    return sale(lines, **fields | more)


def context(**more: Any) -> ReceiptContext:
    """The paper's context of the sketch."""
    fields: dict[str, Any] = {
        "shop": SHOP,
        "store": Store(id="S1", name="Le Comptoir", address="12 rue des Halles, 69001 Lyon"),
        "register": "02",
        "at": "2026-11-21T13:05:00+00:00",
        "cashier": "Nadia",
        "software": "Comptoir 1.0",
        "entry_hash": "9f3ac21e77",
        "seq": 4711,
        "taxes": TAXES,
        "code": RECEIPT_CODE,
        "member_name": "Claire",
        "offers": OFFERS,
        "programmes": (PROGRAMME,),
    }
    return ReceiptContext(**fields | more)
