"""What each rule of a field asks, in words: by the code that a refusal carries as `rule`, such as `range: 1..9999`."""

from collections.abc import Callable
from typing import Protocol

from sync.base.marking import tr


class Speaker(Protocol):
    """The part of `Words` that rules need."""

    def tr(self, message: str, /, **params: object) -> str: ...
    def number(self, value: int) -> str: ...


RULES: dict[str, str] = {
    # Shapes
    "json": tr("this is not JSON"),
    "json_at": tr("this is not JSON, from byte {what} on"),
    "file": tr("this file cannot be read"),
    "empty_folder": tr("an empty folder is wanted, or one of the demo"),
    "unknown_field": tr("there is no such field"),
    "missing": tr("it is needed and missing"),
    "type": tr("what is wanted: {types}"),
    "range": tr("numbers allowed: {bounds}"),
    "length": tr("characters allowed: {bounds}"),
    "items": tr("items allowed: {bounds}"),
    "not_allowed": tr("this value is not allowed"),
    "choice": tr("one of these is wanted: {what}"),
    "one_of": tr("exactly one of these is wanted: {what}"),
    "goes_with": tr("it is given together with {what}, or not at all"),
    "too_many": tr("there are more than {what}"),
    "too_large": tr("it has more than {what} bytes"),
    "empty": tr("at least one is needed"),
    "duplicate": tr("another has the same"),
    "coupon_code": tr("coupons that bear this would have a QR too large for their paper; its code has so many characters too many: {what}"),
    "unknown_reference": tr("nothing is called {what}"),
    "unknown_setting": tr("there is no such setting"),
    "toml": tr("this is not TOML"),
    # Texts, codes and days
    "text": tr("characters allowed: {bounds}, all printable, no blank at an end"),
    "years": tr("years allowed: {what}"),
    "date": tr("a day is written year-month-day, as in 2026-12-31"),
    "instant": tr("a moment is written as in 2026-11-22T10:00:00+01:00, with its offset"),
    "language": tr("a language is two small letters, as in fr"),
    "country": tr("a country is two capital letters, as in FR"),
    "currency": tr("a currency is three capital letters, as in EUR"),
    "region": tr("nothing is known of the public holidays there; a region is written as in ISO 3166-2, without the country: 57 in France"),
    "timezone": tr("this time zone is not known; one is written as in Europe/Paris"),
    "url": tr("an address is written as in https://shop.example, without a query"),
    "example": tr("it is written as in {what}"),
    "member_id": tr("32 hexadecimal digits, drawn by lot"),
    "register_id": tr("a register has 1 to 32 letters, digits, dots, dashes or underscores, and begins with a letter or digit"),
    "pattern": tr("a pattern has digits, dots and one pair of braces, whole digits N before decimals D"),
    "decimals": tr("at most {what} decimals"),
    "check_digit": tr("the last digit does not fit the others"),
    "siret": tr("a SIRET has fourteen digits, of which the last proves the others"),
    "reserved": tr("the till itself uses this name; choose another"),
    "is_barcode": tr("a product has this code; a card needs one of its own"),
    "is_token": tr("codes that begin so are signed tokens; choose another"),
    "other_rule": tr("a barcode rule of this file reads it as something else"),
    "pin": tr("a PIN has 4 to 8 digits"),
    "approver_pin": tr("who may approve needs a PIN of {what} digits or more"),
    # Goods, taxes and cash
    "rate_or_fixed": tr("exactly one of rate_bp and fixed_minor is wanted"),
    "tax_order": tr("two products put these taxes in opposite orders, which rounding by rate cannot sum"),
    "plu": tr("a short number has 1 to {what} digits"),
    "plu_is_sku": tr("another product has this as its sku"),
    "open_price": tr("a product without a price has no dated ones"),
    "fixed_price": tr("only a keyed price has bounds"),
    "no_days": tr("since or until is needed"),
    "before_since": tr("it ends before it begins"),
    "under_taxes": tr("the fixed taxes in it come to {what} minor units"),
    "by_weight": tr("goods by weight have no deposit"),
    "pack_by_weight": tr("goods by weight have no packs"),
    "not_a_deposit": tr("{what} cannot be a deposit: it needs a price and pieces, and no deposit or age of its own"),
    "not_taken_back": tr("what is taken back has a price and pieces, and no deposit"),
    "sum": tr("the pieces do not come to the amount that was counted"),
    "denominations": tr("each is a value in minor units, as in 500, with a number of pieces"),
    # Offers and programmes
    "code": tr("a public code has {what} capital letters, digits or dashes"),
    "minute": tr("a time of day is written as in 17:30"),
    "not_with": tr("it is not used with {what}"),
    "not_rising": tr("each step is higher than the one before"),
    "needs_coupon": tr("the offer {what} must ask for a coupon among its conditions"),
    "programme_kind": tr("a programme of the kind {what} is wanted"),
    "no_condition": tr("at least one condition is needed"),
}

KINDS: dict[str, str] = {
    "int": tr("a whole number"),
    "float": tr("a number"),
    "str": tr("a text"),
    "bool": tr("true or false"),
    "array": tr("a list"),
    "object": tr("an object with named fields"),
    "null": "null",
}
_BETWEEN, _LEAST, _MOST = tr("{least} to {most}"), tr("{least} or more"), tr("up to {most}")
_EITHER = tr("{one} or {other}")
_PLURALS: frozenset[str] = frozenset({"too_many", "too_large", "decimals", "json_at"})
"""Rules whose value is a count, written with the language's grouping."""


def said(speaker: Speaker, rule: str) -> str:
    """Return a rule in words; one that has none is said as it is, since it was written for people."""
    code, _, what = rule.partition(": ")
    message = RULES.get(code)
    if message is None:
        return rule
    shaped = _SHAPED.get(code)
    if shaped is not None:
        name, shape = shaped
        return speaker.tr(message, **{name: shape(speaker, what)})
    return speaker.tr(message, what=_count(speaker, what) if code in _PLURALS else what)


def _bounds(speaker: Speaker, what: str) -> str:
    least, _, most = (_count(speaker, each) for each in what.partition(".."))
    if least and most:
        return speaker.tr(_BETWEEN, least=least, most=most)
    return speaker.tr(_LEAST, least=least) if least else speaker.tr(_MOST, most=most)


def _count(speaker: Speaker, what: str) -> str:
    return speaker.number(int(what)) if what.removeprefix("-").isdecimal() else what


def _types(speaker: Speaker, what: str) -> str:
    """`int | null` is said without the null: to leave a field out is another rule's matter."""
    kinds = [speaker.tr(KINDS.get(each, each)) for each in what.split(" | ") if each != "null"] or [KINDS["null"]]
    found = kinds[0]
    for other in kinds[1:]:
        found = speaker.tr(_EITHER, one=found, other=other)
    return found


_SHAPED: dict[str, tuple[str, Callable[[Speaker, str], str]]] = {
    "type": ("types", _types),
    **dict.fromkeys(("range", "length", "items", "text"), ("bounds", _bounds)),
}
