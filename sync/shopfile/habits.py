"""Checks of how the shop works at its tills, and of what its papers must say by law."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from sync.protocol.offers import Offer
from sync.protocol.records import DISCOUNT_LIMITS_BP, GIVEN_IDS, Habits, Reason, Role, Shop
from sync.rules.bounds import (
    TEXT_LIMIT_CHARS,
    refuse,
    require_id,
    require_price,
    require_range,
    require_text,
    require_unique,
    require_words,
)
from sync.rules.vat_number import is_siret, normal

LIMIT_BP = 10_000
RETURN_LIMIT_DAYS = 3_650
GIFT_CARD_LIMIT_MONTHS = 240
REASONS_LIMIT = 100
URL_LIMIT_CHARS = 200


def check_habits(habits: Habits) -> None:
    """Refuse habits that no shop can mean."""
    at = "shop.habits"
    _check_limits(f"{at}.discount_bp", habits.discount_bp)
    require_range(f"{at}.staff_discount_bp", habits.staff_discount_bp, 0, LIMIT_BP)
    require_price(f"{at}.offline_return_minor", habits.offline_return_minor)
    require_price(f"{at}.offline_points_minor", habits.offline_points_minor)
    require_range(f"{at}.return_days", habits.return_days, 0, RETURN_LIMIT_DAYS)
    require_price(f"{at}.voucher_day_minor", habits.voucher_day_minor)
    require_price(f"{at}.cash_refund_minor", habits.cash_refund_minor)
    require_range(f"{at}.gift_card_months", habits.gift_card_months, 1, GIFT_CARD_LIMIT_MONTHS)
    _check_url(f"{at}.receipt_url", habits.receipt_url)
    _check_reasons(f"{at}.reasons", habits.reasons)


def check_offer_ids(offers: Sequence[Offer]) -> None:
    """Refuse (`reserved`) an offer that would be taken for a discount that a person gave."""
    for index, offer in enumerate(offers):
        if offer.id in GIVEN_IDS:
            refuse(f"offers[{index}].id", "reserved", offer.id)


def check_legal(shop: Shop) -> None:
    """Refuse what cannot be printed in the heading of a receipt: each field is a short text, a number, or absent."""
    for name, value in shop.legal.items():
        field = f"shop.legal.{name}"
        require_id("shop.legal", name)
        if isinstance(value, str):
            _check_words(field, value)
        elif value is not None and not isinstance(value, int):
            refuse(field, "type", "str | int")
    siret = shop.legal.get("siret")
    if siret and not is_siret(normal(str(siret))):
        refuse("shop.legal.siret", "siret")


def _check_words(field: str, value: str) -> None:
    """A text for paper may have several lines."""
    if len(value) > TEXT_LIMIT_CHARS or not all(line.isprintable() for line in value.split("\n")):
        refuse(field, "text", f"0..{TEXT_LIMIT_CHARS}")


def _check_limits(at: str, limits: dict[Role, int]) -> None:
    """A greater role gives no less than a smaller one, or nobody could be asked to approve."""
    greatest = 0
    for role in DISCOUNT_LIMITS_BP:
        require_range(f"{at}.{role}", limits.get(role), 0, LIMIT_BP)
        limit = limits.get(role, DISCOUNT_LIMITS_BP[role])
        if limit < greatest:
            refuse(f"{at}.{role}", "range", f"{greatest}..{LIMIT_BP}")
        greatest = limit


def _check_url(field: str, url: str) -> None:
    if not url:
        return
    require_text(field, url, URL_LIMIT_CHARS)
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment or " " in url)
    except ValueError:
        sound = False
    if not sound:
        refuse(field, "url", url)


def _check_reasons(at: str, reasons: list[Reason]) -> None:
    if len(reasons) > REASONS_LIMIT:
        refuse(at, "too_many", REASONS_LIMIT)
    require_unique([reason.id for reason in reasons], f"{at}[{{}}].id")
    for index, reason in enumerate(reasons):
        require_id(f"{at}[{index}].id", reason.id)
        require_words(f"{at}[{index}].name", reason.name)
        require_unique(reason.acts, f"{at}[{index}].acts[{{}}]")
