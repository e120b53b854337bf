"""Barcodes of the goods: in-store numbers with right check digits, and labels of the scale that the shop's rules read."""

from kiosk.demo.shop_codes import ArticleNumbers, with_check_digit
from sync.protocol.records import Product
from sync.rules.barcode import compile_rules, has_valid_check_digit
from sync.shopfile import ShopFile


def codes(product: Product) -> list[str]:
    return [*product.barcodes, *(pack.barcode for pack in product.packs)]


def weighed(shop: ShopFile) -> list[Product]:
    return [product for product in shop.products if product.unit == "kg"]


def test_in_store_numbers_with_right_check_digits(shop: ShopFile) -> None:
    found = [code for product in shop.products for code in codes(product)]
    assert all(len(code) == 13 and code[0] == "2" and has_valid_check_digit(code) for code in found)
    assert len(set(found)) == len(found)


def test_labels_of_the_scale_lead_back_to_the_good(shop: ShopFile) -> None:
    rules = compile_rules(shop.barcode_rules)
    goods = {code: product.sku for product in shop.products for code in product.barcodes}
    assert len(weighed(shop)) > 300
    for product in weighed(shop):
        by_price = rules.match(with_check_digit(f"23{product.sku}01026"))
        by_weight = rules.match(with_check_digit(f"21{product.sku}00412"))
        assert by_price is not None
        assert by_weight is not None
        assert (by_price.means, by_price.scaled(2), goods[by_price.base_code]) == ("price", 1026, product.sku)
        assert (by_weight.means, by_weight.scaled(3), goods[by_weight.base_code]) == ("weight", 412, product.sku)


def test_no_rule_takes_the_code_of_a_piece(shop: ShopFile) -> None:
    rules = compile_rules(shop.barcode_rules)
    assert [code for p in shop.products if p.unit == "piece" for code in codes(p) if rules.match(code)] == []


def test_packs_of_drinks_have_a_barcode_of_their_own(shop: ShopFile) -> None:
    packs = [pack for product in shop.products for pack in product.packs]
    assert len(packs) > 50
    assert all(2 <= pack.quantity <= 24 for pack in packs)


def test_an_article_number_is_never_given_twice() -> None:
    numbers = ArticleNumbers()
    assert numbers.give("Pommes", weighed=True) != numbers.give("Pommes", weighed=True)


def test_an_article_keeps_its_number_whoever_comes_before() -> None:
    alone, after = ArticleNumbers(), ArticleNumbers()
    after.give("Poires", weighed=True)
    assert alone.give("Pommes", weighed=True) == after.give("Pommes", weighed=True)
