"""Prices, taxes, ages and tags of the goods, department by department."""

import pytest

from sync.base.resources import resource
from sync.protocol.records import Product
from sync.shopfile import ShopFile

PIECE_RANGE_MINOR = {
    "fruits": (30, 2_500),
    "legumes": (50, 3_000),
    "boulangerie": (50, 2_500),
    "cremerie": (50, 600),
    "fromages": (90, 1_100),
    "boucherie": (200, 1_500),
    "charcuterie": (90, 2_500),
    "poissonnerie": (100, 5_000),
    "epicerie_salee": (40, 2_000),
    "epicerie_sucree": (80, 2_500),
    "boissons": (30, 600),
    "cave": (50, 6_000),
    "surgeles": (100, 1_500),
    "hygiene": (100, 2_000),
    "entretien": (50, 2_500),
    "maison": (50, 7_000),
}
KILO_RANGE_MINOR = {
    "fruits": (140, 2_500),
    "legumes": (120, 7_000),
    "boulangerie": (600, 1_000),
    "cremerie": (1_500, 2_000),
    "fromages": (1_000, 4_000),
    "boucherie": (450, 4_500),
    "charcuterie": (1_200, 13_000),
    "poissonnerie": (350, 5_000),
    "epicerie_sucree": (2_500, 3_500),
}
TAXES = {
    "fruits": {"T55", "T10"},
    "legumes": {"T55"},
    "boulangerie": {"T55", "T10"},
    "cremerie": {"T55", "T20"},
    "fromages": {"T55"},
    "boucherie": {"T55", "T10"},
    "charcuterie": {"T55", "T10"},
    "poissonnerie": {"T55", "T20"},
    "epicerie_salee": {"T55"},
    "epicerie_sucree": {"T55", "T20"},
    "boissons": {"T55", "T10"},
    "cave": {"T20"},
    "surgeles": {"T55", "T10"},
    "hygiene": {"T55", "T20"},
    "entretien": {"T20"},
    "maison": {"T55", "T10", "T20"},
}
KNOWN_TAGS = {"bio", "local", "vrac", "vegetal", "sans_gluten", "sans_lactose", "equitable"}


def french(product: Product) -> str:
    assert isinstance(product.name, dict)
    return product.name["fr"]


def pictures(product: Product) -> list[str]:
    return [tag.removeprefix("pic:") for tag in product.tags if tag.startswith("pic:")]


def test_prices_are_those_of_the_department(shop: ShopFile) -> None:
    odd = []
    for product in shop.products:
        if product.price_minor is not None:
            low, high = (KILO_RANGE_MINOR if product.unit == "kg" else PIECE_RANGE_MINOR)[product.department]
            if not low <= product.price_minor <= high:
                odd.append((french(product), product.price_minor))
    assert odd == []


def test_a_larger_packet_costs_more(shop: ShopFile) -> None:
    """Sizes of one thing in grams or centilitres: the price rises with the size."""
    grams: dict[str, list[tuple[int, int]]] = {}
    for product in shop.products:
        words = french(product).split()
        if words[-1] in ("g", "cl", "ml") and words[-2].isdigit() and "x" not in words and product.price_minor:
            grams.setdefault(f"{' '.join(words[:-2])} {words[-1]}", []).append((int(words[-2]), product.price_minor))
    sized = [sorted(sizes) for sizes in grams.values() if len(sizes) > 1]
    assert len(sized) > 50
    assert [sizes for sizes in sized if [price for _, price in sizes] != sorted(price for _, price in sizes)] == []


def test_taxes_are_those_of_the_department(shop: ShopFile) -> None:
    assert {d: {t for p in shop.products if p.department == d for t in p.taxes} for d in TAXES} == TAXES


@pytest.mark.parametrize(
    ("word", "tax"),
    [
        ("margarine", "T20"),
        ("caviar d'esturgeon", "T20"),
        ("bonbons", "T20"),
        ("chocolat au lait extra-fin", "T20"),
        ("chocolat blanc 100 g", "T20"),
        ("chocolat noir 70 % 100 g", "T55"),
        ("chocolat au lait de ménage", "T55"),
        ("beurre doux", "T55"),
        ("à emporter", "T10"),
        ("rôti chaud", "T10"),
        ("avec couverts", "T10"),
        ("et couverts", "T10"),
        ("à semer", "T10"),
        ("serviettes hygiéniques", "T55"),
        ("lessive", "T20"),
    ],
)
def test_tax_that_french_law_gives_a_good(shop: ShopFile, word: str, tax: str) -> None:
    assert {t for product in shop.products if word in french(product).casefold() for t in product.taxes} <= {tax}


def containers(shop: ShopFile) -> set[str]:
    """Deposits and the empties that are taken back: no goods, so without tax and margin."""
    return {product.deposit for product in shop.products if product.deposit} | {
        product.sku for product in shop.products if product.takes_back
    }


def test_one_tax_each(shop: ShopFile) -> None:
    untaxed = {product.sku for product in shop.products if not product.taxes}
    assert untaxed == containers(shop)
    assert all(len(product.taxes) == 1 for product in shop.products if product.sku not in untaxed)


def test_alcohol_asks_for_eighteen_years(shop: ShopFile) -> None:
    limited = [product for product in shop.products if product.age is not None]
    assert all(product.age == 18 and product.taxes == ["T20"] for product in limited)
    assert all(product.age == 18 for product in shop.products if product.department == "cave")


def test_costs_leave_a_margin(shop: ShopFile) -> None:
    for product in shop.products:
        if product.price_minor is not None and product.sku not in containers(shop):
            assert product.cost_minor is not None
            assert 0 < product.cost_minor < product.price_minor


def test_some_goods_have_an_open_price_or_are_not_for_sale(shop: ShopFile) -> None:
    assert 1 <= sum(product.price_minor is None for product in shop.products) <= 5
    assert 1 <= sum(not product.sellable for product in shop.products) <= 10


def test_organic_goods_say_so(shop: ShopFile) -> None:
    named = {french(p) for p in shop.products if " bio" in french(p)}
    tagged = {french(p) for p in shop.products if "bio" in p.tags}
    assert named <= tagged
    assert len(tagged - named) <= 3


def test_tags_are_known(shop: ShopFile) -> None:
    assert {tag for product in shop.products for tag in product.tags if not tag.startswith("pic:")} == KNOWN_TAGS


def test_every_good_has_one_drawing(shop: ShopFile) -> None:
    assert all(len(pictures(product)) == 1 for product in shop.products)
    wanted = {picture for product in shop.products for picture in pictures(product)}
    assert [name for name in sorted(wanted) if not resource("icons", "goods", f"{name}.svg").is_file()] == []
