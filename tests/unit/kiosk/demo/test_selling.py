"""What the demo shop shows of selling beside price and barcode, so that every act of a till can be tried in it."""

from kiosk.demo.shop_codes import ArticleNumbers
from kiosk.domain.products import on_day
from sync.protocol.records import Product
from sync.rules.barcode import compile_rules
from sync.shopfile import ShopFile


def named(shop: ShopFile, french: str) -> Product:
    return next(product for product in shop.products if isinstance(product.name, dict) and product.name["fr"] == french)


def test_bottles_bear_a_deposit_and_are_taken_back(shop: ShopFile) -> None:
    deposit = named(shop, "Consigne bouteille en verre")
    assert sum(product.deposit == deposit.sku for product in shop.products) >= 3
    empty = next(product for product in shop.products if product.takes_back)
    assert empty.price_minor == deposit.price_minor


def test_the_cafe_corner_is_eaten_in_or_taken_away(shop: ShopFile) -> None:
    corner = [product for product in shop.products if product.take_away_taxes is not None]
    assert len(corner) >= 3
    assert all((product.taxes, product.take_away_taxes) == (["T10"], ["T55"]) for product in corner)


def test_short_numbers_for_what_has_no_barcode(shop: ShopFile) -> None:
    fruit = [product for product in shop.products if product.plu and product.department in ("fruits", "legumes")]
    assert len(fruit) >= 10
    assert all(product.unit == "kg" for product in fruit)
    longest = max(len(product.plu) for product in shop.products)
    assert longest < len(ArticleNumbers().give("x", weighed=True)), "a short number is never an article number"


def test_prices_that_change_on_a_day(shop: ShopFile) -> None:
    clementines = named(shop, "Clémentines")
    days = ("2026-11-14", "2026-11-15", "2026-12-31", "2027-01-01")
    assert [on_day(clementines, day).price_minor for day in days] == [299, 249, 249, 319]


def test_a_recall_says_why(shop: ShopFile) -> None:
    (recalled,) = [product for product in shop.products if product.blocked]
    assert isinstance(recalled.blocked, dict) and set(recalled.blocked) == {"fr", "en"}


def test_meal_vouchers_pay_for_food_and_for_no_wine(shop: ShopFile) -> None:
    paid = {product.department for product in shop.products if product.voucher}
    assert {"fruits", "boulangerie", "surgeles"} <= paid
    assert not {"cave", "hygiene", "entretien"} & paid
    assert not any(product.voucher and product.age for product in shop.products)


def test_keyed_prices_have_bounds(shop: ShopFile) -> None:
    keyed = [product for product in shop.products if product.price_minor is None]
    assert all(product.least_minor and product.most_minor for product in keyed)


def test_gift_cards_are_read_as_such_and_nothing_else_is(shop: ShopFile) -> None:
    rules = compile_rules(shop.barcode_rules)
    assert shop.gift_cards and any(card.balance_minor for card in shop.gift_cards)
    for card in shop.gift_cards:
        found = rules.match(card.code)
        assert found is not None and found.means == "gift_card"


def test_every_act_that_wants_a_reason_has_some(shop: ShopFile) -> None:
    offered = {act for reason in shop.shop.habits.reasons for act in reason.acts}
    assert {"discount", "override_price", "no_sale", "paid_in", "paid_out", "drop"} <= offered
    assert all(isinstance(reason.name, dict) and set(reason.name) == {"fr", "en"} for reason in shop.shop.habits.reasons)


def test_papers_have_their_legal_heading(shop: ShopFile) -> None:
    assert {"form", "siret", "naf", "vat_number"} <= set(shop.shop.legal)
