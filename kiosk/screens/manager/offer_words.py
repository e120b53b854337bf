"""What kind of offer it is, in words."""

from collections.abc import Callable

from sync.base.words import Words

_KINDS: dict[str, Callable[[Words], str]] = {
    "amount": lambda w: w.tr("An amount off"),
    "bundle": lambda w: w.tr("A set at one price"),
    "buy_get": lambda w: w.tr("Some bought, some free"),
    "cashback": lambda w: w.tr("Cashback"),
    "cheapest_free": lambda w: w.tr("The cheapest one free"),
    "fixed_price": lambda w: w.tr("A fixed price"),
    "gift": lambda w: w.tr("A gift"),
    "multiplier": lambda w: w.tr("More points"),
    "percent": lambda w: w.tr("A share off"),
    "points": lambda w: w.tr("Points"),
    "punch": lambda w: w.tr("A punch card"),
    "quantity_break": lambda w: w.tr("Less from a quantity on"),
    "receipt_coupon": lambda w: w.tr("Coupon on the receipt"),
    "suggest": lambda w: w.tr("Suggests an article"),
    "tiered_spend": lambda w: w.tr("More off for more spent"),
}


def kind_words(words: Words, kind: str) -> str:
    """Return what an offer of this kind does."""
    return _KINDS[kind](words) if kind in _KINDS else kind.replace("_", " ")
