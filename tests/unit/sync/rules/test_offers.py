"""Validation of offers and programmes beyond their shape, and the hash of the bundle."""

import msgspec
import pytest

from sync.protocol.errors import Refusal
from sync.protocol.offers import CouponValid, Offer, OfferWhen, PercentOffer, ReceiptCouponOffer
from sync.protocol.programmes import PointsEarn, PointsProgramme, Programme
from sync.protocol.records import Shop, Tax
from sync.rules.offers import bundle_hash, validate

BIO = PercentOffer(id="bio10", name={"fr": "Bio", "en": "Organic"}, when=OfferWhen(tags=["bio", "local"]), percent_bp=1000)
NEXT = ReceiptCouponOffer(id="next", when=OfferWhen(min_gross_minor=2000), amount_minor=500)
POINT = PointsProgramme(id="POINT", earn=PointsEarn(points=1, per_minor=100))
SHOP = Shop(name="A", country="FR", currency="EUR", minor_digits=2, timezone="Europe/Paris", languages=["fr"], prices_include_tax=True)
TAXES = [Tax(id="T20", name="20", rate_bp=2000), Tax(id="T10", name="10", rate_bp=1000)]


def test_lawful_offers_pass() -> None:
    validate([BIO, NEXT], [POINT])
    validate([], [])


@pytest.mark.parametrize(
    ("offers", "programmes", "field"),
    [
        ([BIO, BIO], [], "offers[1].id"),
        ([msgspec.structs.replace(BIO, id="")], [], "offers[0].id"),
        ([msgspec.structs.replace(BIO, percent_bp=10_001)], [], "offers[0].percent_bp"),
        ([msgspec.structs.replace(BIO, percent_bp=-1)], [], "offers[0].percent_bp"),
        ([BIO, msgspec.structs.replace(NEXT, amount_minor=0)], [], "offers[1].amount_minor"),
        ([msgspec.structs.replace(NEXT, valid=CouponValid(months=61))], [], "offers[0].valid.months"),
        ([msgspec.structs.replace(NEXT, when=OfferWhen(tags=["a", "a"]))], [], "offers[0].when.tags[1]"),
        ([], [POINT, POINT], "programmes[1].id"),
        ([], [msgspec.structs.replace(POINT, value_minor=-1)], "programmes[0].value_minor"),
        ([], [msgspec.structs.replace(POINT, earn=PointsEarn(points=1, per_minor=0))], "programmes[0].earn.per_minor"),
    ],
)
def test_figures_that_cannot_be_meant_are_refused(offers: list[Offer], programmes: list[Programme], field: str) -> None:
    with pytest.raises(Refusal) as caught:
        validate(offers, programmes)
    assert (caught.value.code, caught.value.field) == ("shop_file", field)


def test_the_bundle_hash_does_not_depend_on_the_order_of_arrival() -> None:
    first = bundle_hash([BIO, NEXT], [POINT], TAXES, SHOP)
    turned = msgspec.structs.replace(BIO, name={"en": "Organic", "fr": "Bio"})
    assert bundle_hash([NEXT, turned], [POINT], TAXES[::-1], SHOP) == first
    assert len(bytes.fromhex(first)) == 32


def test_the_bundle_hash_sees_every_change() -> None:
    dearer = msgspec.structs.replace(NEXT, amount_minor=501)
    hashes = {
        bundle_hash([BIO, NEXT], [POINT], TAXES, SHOP),
        bundle_hash([BIO, dearer], [POINT], TAXES, SHOP),
        bundle_hash([BIO], [POINT], TAXES, SHOP),
        bundle_hash([BIO, NEXT], [], TAXES, SHOP),
        bundle_hash([BIO, NEXT], [POINT], TAXES[:1], SHOP),
        bundle_hash([BIO, NEXT], [POINT], TAXES, msgspec.structs.replace(SHOP, tax_rounding="rate")),
    }
    assert len(hashes) == 6


def test_the_bundle_hash_is_stable() -> None:
    """Entries name it for years: a new version of a library must not change it."""
    assert bundle_hash([BIO, NEXT], [POINT], TAXES, SHOP) == "c147ff6527ba1b7b74679e6f8ba9d162cba805ac3fa861f50b171125003fc40a"
