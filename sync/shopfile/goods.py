"""Checks of how goods are sold: dated prices, deposits, short numbers, other taxes, keyed prices."""

import re
from collections.abc import Mapping, Sequence

from sync.protocol.records import DatedPrice, Product, Tax
from sync.rules.bounds import refuse, require_day, require_known, require_price, require_unique, require_words
from sync.rules.tax import least_price_minor

PRICES_LIMIT = 50
PLU_LIMIT_DIGITS = 6
_PLU = re.compile(rf"[0-9]{{1,{PLU_LIMIT_DIGITS}}}")


def check_selling(at: str, product: Product, products: Mapping[str, Product], taxes: Mapping[str, Tax]) -> None:
    """Refuse what a till could not sell by; `products` are all of the file, by sku."""
    if product.prices:
        _check_prices(f"{at}.prices", product)
    require_words(f"{at}.blocked", product.blocked, optional=True)
    if product.deposit is not None:
        _check_deposit(f"{at}.deposit", product, products)
    if product.takes_back:
        _check_takes_back(f"{at}.takes_back", product)
    if product.take_away_taxes is not None:
        _check_take_away(f"{at}.take_away_taxes", product.take_away_taxes, taxes)
    if product.least_minor is not None or product.most_minor is not None:
        _check_keyed(at, product)


def check_covered(at: str, product: Product, taxes: Mapping[str, Tax], *, prices_include_tax: bool) -> None:
    """Refuse (`under_taxes`) a price that the fixed taxes in it exceed: the shop would owe the rest to whoever buys."""
    lists = [product.taxes, *([product.take_away_taxes] if product.take_away_taxes is not None else [])]
    found = [[taxes[tax] for tax in each] for each in lists]
    least = max(least_price_minor(each, prices_include_tax=prices_include_tax) for each in found)
    prices = {f"{at}.price_minor": product.price_minor, f"{at}.most_minor": product.most_minor}
    prices |= {f"{at}.prices[{index}].price_minor": dated.price_minor for index, dated in enumerate(product.prices)}
    for field, price_minor in prices.items():
        if price_minor is not None and price_minor < least:
            refuse(field, "under_taxes", least)


def check_plus(products: Sequence[Product]) -> None:
    """Refuse short numbers that are none, or that could mean two things to who keys them."""
    skus = {product.sku for product in products}
    require_unique([product.plu or index for index, product in enumerate(products)], "products[{}].plu")
    for index, product in enumerate(products):
        if not product.plu:
            continue
        if _PLU.fullmatch(product.plu) is None:
            refuse(f"products[{index}].plu", "plu", PLU_LIMIT_DIGITS)
        if product.plu in skus and product.plu != product.sku:
            refuse(f"products[{index}].plu", "plu_is_sku", product.plu)


def _check_prices(at: str, product: Product) -> None:
    if product.price_minor is None:
        refuse(at, "open_price")
    if len(product.prices) > PRICES_LIMIT:
        refuse(at, "too_many", PRICES_LIMIT)
    for index, dated in enumerate(product.prices):
        _check_dated(f"{at}[{index}]", dated)


def _check_dated(at: str, dated: DatedPrice) -> None:
    """A price without days would replace the product's own for ever; one that ends before it begins never holds."""
    require_price(f"{at}.price_minor", dated.price_minor)
    require_day(f"{at}.since", dated.since)
    require_day(f"{at}.until", dated.until)
    if dated.since is None and dated.until is None:
        refuse(at, "no_days")
    if dated.since is not None and dated.until is not None and dated.until < dated.since:
        refuse(f"{at}.until", "before_since", dated.since)


def _check_deposit(field: str, product: Product, products: Mapping[str, Product]) -> None:
    require_known(field, product.deposit or "", products)
    if product.unit != "piece":
        refuse(field, "by_weight")
    deposit = products[product.deposit or ""]
    if deposit.deposit is not None or deposit.takes_back or deposit.unit != "piece" or deposit.price_minor is None or deposit.age:
        refuse(field, "not_a_deposit", deposit.sku)


def _check_takes_back(field: str, product: Product) -> None:
    if product.unit != "piece" or product.price_minor is None or product.deposit is not None:
        refuse(field, "not_taken_back", product.sku)


def _check_take_away(field: str, taxes: list[str], known: Mapping[str, Tax]) -> None:
    require_unique(taxes, f"{field}[{{}}]")
    for index, tax in enumerate(taxes):
        require_known(f"{field}[{index}]", tax, known)


def _check_keyed(at: str, product: Product) -> None:
    require_price(f"{at}.least_minor", product.least_minor)
    require_price(f"{at}.most_minor", product.most_minor)
    if product.price_minor is not None:
        refuse(f"{at}.least_minor" if product.least_minor is not None else f"{at}.most_minor", "fixed_price")
    if product.least_minor is not None and product.most_minor is not None and product.most_minor < product.least_minor:
        refuse(f"{at}.most_minor", "range", f"{product.least_minor}..")
