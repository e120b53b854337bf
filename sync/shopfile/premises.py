"""Checks of the shop itself, its stores and registers, and its taxes."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sync.protocol.records import Register, Shop, Tax
from sync.rules.bounds import (
    TEXT_LIMIT_CHARS,
    refuse,
    require_id,
    require_known,
    require_price,
    require_range,
    require_text,
    require_unique,
    require_words,
)
from sync.rules.public_holidays import is_known, place
from sync.shopfile.habits import check_habits, check_legal
from sync.shopfile.shapes import ShopFile

RATE_LIMIT_BP = 100_000
"""A thousand per cent: no tax is higher, a rate typed in millionths is."""

_COUNTRY = re.compile(r"[A-Z]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_REGISTER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")


def check_premises(file: ShopFile) -> None:
    """Refuse a shop without what a till needs to stand on."""
    _check_shop(file.shop)
    for name in ("stores", "registers", "departments", "staff"):
        if not getattr(file, name):
            refuse(name, "empty")
    _check_stores(file)
    _check_registers(file)
    require_unique([tax.id for tax in file.taxes], "taxes[{}].id")
    for index, tax in enumerate(file.taxes):
        _check_tax(f"taxes[{index}]", tax)


def _check_shop(shop: Shop) -> None:
    require_text("shop.name", shop.name)
    if _COUNTRY.fullmatch(shop.country) is None:
        refuse("shop.country", "country")
    if _CURRENCY.fullmatch(shop.currency) is None:
        refuse("shop.currency", "currency")
    require_range("shop.minor_digits", shop.minor_digits, 0, 3)
    _check_timezone(shop.timezone)
    _check_languages(shop.languages)
    if shop.cash_rounding is not None:
        require_range("shop.cash_rounding.step_minor", shop.cash_rounding.step_minor, 1, 1_000_000)
    _check_cash_limit(shop)
    check_legal(shop)
    check_habits(shop.habits)


def _check_timezone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        refuse("shop.timezone", "timezone", name)


def _check_languages(languages: list[str]) -> None:
    if not languages:
        refuse("shop.languages", "empty")
    require_unique(languages, "shop.languages[{}]")
    for index, language in enumerate(languages):
        if _LANGUAGE.fullmatch(language) is None:
            refuse(f"shop.languages[{index}]", "language", language)


def _check_cash_limit(shop: Shop) -> None:
    limit = shop.legal.get("cash_limit_minor")
    if limit is None:
        return
    if not isinstance(limit, int) or isinstance(limit, bool):
        refuse("shop.legal.cash_limit_minor", "type", "int")
    require_price("shop.legal.cash_limit_minor", limit)


def _check_stores(file: ShopFile) -> None:
    require_unique([store.id for store in file.stores], "stores[{}].id")
    for index, store in enumerate(file.stores):
        require_id(f"stores[{index}].id", store.id)
        require_text(f"stores[{index}].name", store.name)
        _check_address(f"stores[{index}].address", store.address)
        if store.region and not is_known(place(file.shop.country, store.region)):
            refuse(f"stores[{index}].region", "region", file.shop.country)


def _check_address(field: str, address: str) -> None:
    """An address may have several lines."""
    lines = address.split("\n")
    if len(address) > TEXT_LIMIT_CHARS or not all(line.isprintable() for line in lines):
        refuse(field, "text", f"0..{TEXT_LIMIT_CHARS}")


def _check_registers(file: ShopFile) -> None:
    stores = {store.id for store in file.stores}
    require_unique([register.id for register in file.registers], "registers[{}].id")
    for index, register in enumerate(file.registers):
        _check_register(f"registers[{index}]", register, stores)


def _check_register(at: str, register: Register, stores: set[str]) -> None:
    """A register's id stands in every receipt number, so it is shorter and plainer than other ids."""
    if _REGISTER.fullmatch(register.id) is None:
        refuse(f"{at}.id", "register_id", register.id)
    require_known(f"{at}.store", register.store, stores)


def _check_tax(at: str, tax: Tax) -> None:
    require_id(f"{at}.id", tax.id)
    require_words(f"{at}.name", tax.name)
    if (tax.rate_bp is None) == (tax.fixed_minor is None):
        refuse(at, "rate_or_fixed")
    require_range(f"{at}.rate_bp", tax.rate_bp, 0, RATE_LIMIT_BP)
    require_price(f"{at}.fixed_minor", tax.fixed_minor)
