"""The names of the goods: enough, unlike each other, of no brand, and not made by counting."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from sync.shopfile import ShopFile

BRANDS = Path(__file__).with_name("brands.txt")
LEAST_PRODUCTS = 2_000
MOST_OF_ONE_KIND = 6
"""Five sizes of nappies in six packets are real; more names that differ by figures alone would be counting."""


def brands_in(names: Iterable[str]) -> list[str]:
    """Return the names that carry a well-known brand as whole words."""
    brands = [line for line in BRANDS.read_text("utf-8").splitlines() if not line.startswith("#")]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(brand) for brand in brands)})(?!\w)")
    return [name for name in names if pattern.search(name.casefold())]


def counted(names: Iterable[str]) -> list[str]:
    """Return the shapes of names, figures left out, that more goods share than sizes can explain."""
    shapes = Counter(re.sub(r"\d+", "#", name) for name in names)
    return [shape for shape, count in shapes.items() if count > MOST_OF_ONE_KIND]


def names_in(shop: ShopFile, language: str) -> list[str]:
    return [product.name[language] for product in shop.products if isinstance(product.name, dict)]


def test_a_shop_of_many_goods(shop: ShopFile) -> None:
    assert len(shop.products) >= LEAST_PRODUCTS


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_name_twice(shop: ShopFile, language: str) -> None:
    names = names_in(shop, language)
    assert len(names) == len(shop.products)
    assert [name for name, count in Counter(name.casefold() for name in names).items() if count > 1] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_brand(shop: ShopFile, language: str) -> None:
    assert brands_in(names_in(shop, language)) == []


def test_a_brand_would_be_seen() -> None:
    assert brands_in(["Pâte Nutella 400 g", "Coca-Cola 33 cl", "Fromage La Vache qui rit x 8", "Eau de Javel 2 L"]) == [
        "Pâte Nutella 400 g",
        "Coca-Cola 33 cl",
        "Fromage La Vache qui rit x 8",
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_names_made_by_counting(shop: ShopFile, language: str) -> None:
    assert counted(names_in(shop, language)) == []


def test_counting_would_be_seen() -> None:
    assert counted(f"Article {number}" for number in range(7)) == ["Article #"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_names_are_tidy(shop: ShopFile, language: str) -> None:
    odd = [name for name in names_in(shop, language) if name != " ".join(name.split()) or name[0].islower() or len(name) > 64]
    assert odd == []


def test_english_is_not_french(shop: ShopFile) -> None:
    """Proper names (wines, cheeses) are the same in both; a sheet left untranslated would make far more."""
    same = [product for product in shop.products if isinstance(product.name, dict) and product.name["fr"] == product.name["en"]]
    assert len(same) < len(shop.products) // 20
