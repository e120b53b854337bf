"""Checks of departments, products, their barcodes and taxes, and of the shop's barcode rules."""

from bisect import bisect_left
from graphlib import CycleError

from sync.protocol.records import Pack, Product, Tax
from sync.rules.barcode import compile_rules, has_valid_check_digit, is_checked
from sync.rules.bounds import (
    refuse,
    require_id,
    require_known,
    require_price,
    require_range,
    require_text,
    require_unique,
    require_words,
)
from sync.rules.gift_cards import GIFT_CARD
from sync.rules.gtin import canonical
from sync.rules.tax import order_of
from sync.shopfile.goods import check_covered, check_plus, check_selling
from sync.shopfile.shapes import ShopFile

PRODUCT_LIMIT = 1_000_000
PACK_LIMIT_PIECES = 9_999
AGE_LIMIT_YEARS = 120
WEIGHT_DECIMALS = 3


def check_catalogue(file: ShopFile) -> None:
    """Refuse a catalogue that a till could not sell from without doubt."""
    require_unique([department.id for department in file.departments], "departments[{}].id")
    for index, department in enumerate(file.departments):
        require_id(f"departments[{index}].id", department.id)
        require_words(f"departments[{index}].name", department.name)
    _check_barcode_rules(file)
    _Products(file).check()


def _check_barcode_rules(file: ShopFile) -> None:
    places = {"price": file.shop.minor_digits, "weight": WEIGHT_DECIMALS}
    for index, rule in enumerate(compile_rules(file.barcode_rules).rules):
        most = places.get(rule.means)
        if most is not None and rule.decimals > most:
            refuse(f"barcode_rules[{index}].pattern", "decimals", most)


class _Products:
    """One walk over the products; what was seen stays at hand to find duplicates."""

    def __init__(self, file: ShopFile) -> None:
        self._file = file
        self._departments = {department.id for department in file.departments}
        self._taxes: dict[str, Tax] = {tax.id: tax for tax in file.taxes}
        self._fixed = any(tax.fixed_minor for tax in file.taxes)
        self._products = {product.sku: product for product in file.products}
        self._codes: set[str] = set()

    def check(self) -> None:
        products = self._file.products
        if len(products) > PRODUCT_LIMIT:
            refuse("products", "too_many", PRODUCT_LIMIT)
        require_unique([product.sku for product in products], "products[{}].sku")
        for index, product in enumerate(products):
            self._check_product(f"products[{index}]", product)
        check_plus(products)
        self._check_tax_order(products)

    def _check_product(self, at: str, product: Product) -> None:
        require_id(f"{at}.sku", product.sku)
        if product.sku == GIFT_CARD:
            refuse(f"{at}.sku", "reserved", product.sku)
        require_words(f"{at}.name", product.name)
        require_known(f"{at}.department", product.department, self._departments)
        require_price(f"{at}.price_minor", product.price_minor)
        require_price(f"{at}.cost_minor", product.cost_minor)
        require_range(f"{at}.age", product.age, 1, AGE_LIMIT_YEARS)
        self._check_taxes(at, product)
        check_selling(at, product, self._products, self._taxes)
        if self._fixed:
            check_covered(at, product, self._taxes, prices_include_tax=self._file.shop.prices_include_tax)
        for index, code in enumerate(product.barcodes):
            self._check_barcode(f"{at}.barcodes[{index}]", code)
        for index, pack in enumerate(product.packs):
            self._check_pack(f"{at}.packs[{index}]", pack, product)
        if product.tags:
            self._check_tags(at, product)

    def _check_taxes(self, at: str, product: Product) -> None:
        for index, tax in enumerate(product.taxes):
            require_known(f"{at}.taxes[{index}]", tax, self._taxes)
        require_unique(product.taxes, f"{at}.taxes[{{}}]")

    def _check_barcode(self, field: str, code: str) -> None:
        require_text(field, code, 64)
        if is_checked(code) and not has_valid_check_digit(code):
            refuse(field, "check_digit", code)
        compared = canonical(code)
        if compared in self._codes:
            refuse(field, "duplicate", code)
        self._codes.add(compared)

    def _check_pack(self, at: str, pack: Pack, product: Product) -> None:
        self._check_barcode(f"{at}.barcode", pack.barcode)
        require_range(f"{at}.quantity", pack.quantity, 1, PACK_LIMIT_PIECES)
        if product.unit == "kg":
            refuse(at, "pack_by_weight")

    def _check_tags(self, at: str, product: Product) -> None:
        require_unique(product.tags, f"{at}.tags[{{}}]")
        for index, tag in enumerate(product.tags):
            require_id(f"{at}.tags[{index}]", tag)

    def _check_tax_order(self, products: list[Product]) -> None:
        """Rounding by rate sums a tax over products, so no two may put each into the other's base; the first to contradict is named."""
        orders: dict[tuple[str, ...], int] = {}
        for index, product in enumerate(products):
            orders.setdefault(tuple(product.taxes), index)
            if product.take_away_taxes:
                orders.setdefault(tuple(product.take_away_taxes), index)
        lists = [[self._taxes[tax] for tax in order] for order in orders]
        if self._file.shop.tax_rounding != "rate" or not _contradicts(lists):
            return
        culprit = bisect_left(range(len(lists)), True, key=lambda last: _contradicts(lists[: last + 1]))
        refuse(f"products[{list(orders.values())[culprit]}].taxes", "tax_order")


def _contradicts(lists: list[list[Tax]]) -> bool:
    try:
        order_of(lists)
    except CycleError:
        return True
    return False
