"""Trade item numbers in GS1's richer carriers: element strings (GS1-128, DataMatrix), Digital Link addresses (QR), and short UPC-E."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from sync.protocol.money import divide_half_up
from sync.rules.barcode import check_digit, require_check_digit

if TYPE_CHECKING:
    from biip.gs1_element_strings import GS1ElementStrings
    from biip.gtin import Gtin

GS1_LIMIT_CHARS = 600
_CARRIER = re.compile(r"\][A-Za-z][0-9A-Za-z]|\(01\)|01[0-9]{14}|https?://", re.IGNORECASE)
_LINK = re.compile(r"https?://[^/?#\s]+/(?:[^?#\s]*/)?01/([0-9]{8}|[0-9]{12,14})(?:[/?#]|$)", re.IGNORECASE)
"""A Digital Link: any shop's or brand's address, and in its path the key 01 with a GTIN (GS1 Digital Link URI Syntax, 4)."""

_UPC_E = re.compile(r"(?:[01])?([0-9]{6})(?:[0-9])?")
_UPC_E_LENGTHS = (6, 8)
_COUNT, _WEIGHT, _PRICE = "30", "310", "392"
"""Application identifiers of GS1: pieces, net weight in kg and price to pay; the fourth digit of the last two counts decimals."""


class Carried(NamedTuple):
    """A GTIN with what the carrier says besides: pieces, grams, or a price to pay of so many decimals."""

    gtin: str
    pieces: int | None = None
    weight_g: int | None = None
    price: tuple[int, int] | None = None

    def price_minor(self, minor_digits: int) -> int | None:
        """Return the price in minor units, None when the carrier names none."""
        if self.price is None:
            return None
        value, decimals = self.price
        return divide_half_up(value * 10**minor_digits, 10**decimals)


def canonical(code: str) -> str:
    """Return the form in which barcodes are compared: UPC-A is an EAN-13 with a leading 0, a piece's GTIN-14 its EAN-13 or EAN-8."""
    if not (code.isascii() and code.isdigit()):
        return code
    if len(code) == 12:
        return "0" + code
    if len(code) == 14 and code[0] == "0":
        return code[6:] if code.startswith("000000") else code[1:]
    return code


def is_link(code: str) -> bool:
    """Tell whether `code` is a Digital Link of a trade item: it names an article, whoever's address it is, and never a person."""
    return len(code) <= GS1_LIMIT_CHARS and _LINK.match(code) is not None


def carried(code: str) -> Carried | None:
    """Return what a GS1 element string or Digital Link carries, or None when `code` is neither or is damaged.

    Of a link that is damaged apart from its GTIN, the GTIN; whether that one checks is for the caller to see.
    """
    if len(code) > GS1_LIMIT_CHARS or _CARRIER.match(code) is None:
        return None
    # biip takes 0.15 s to load, which only shops that scan GS1 carriers should wait for.
    from biip import ParseError

    try:
        gtin, strings = _elements(code)
    # An address that is none at all is a ValueError of the standard library's.
    except (ParseError, ValueError):
        gtin = None
    if gtin is None:
        link = _LINK.match(code)
        return Carried(canonical(link[1].zfill(14))) if link else None
    elements = {element.ai.ai: element.value for element in strings}
    return Carried(canonical(gtin.as_gtin_14()), _pieces(elements), _weight_g(elements), _scaled(elements, _PRICE))


def _elements(code: str) -> "tuple[Gtin | None, GS1ElementStrings]":
    from urllib.parse import urlsplit

    from biip import parse
    from biip.gs1_digital_link_uris import GS1DigitalLinkURI
    from biip.gs1_element_strings import GS1ElementStrings
    from biip.gs1_messages import GS1Message

    if is_link(code):
        link = urlsplit(code)
        strings = GS1DigitalLinkURI.parse(link._replace(path=link.path.rstrip("/")).geturl()).element_strings
    elif code.startswith("("):
        strings = GS1Message.parse_hri(code).element_strings
    else:
        parsed = parse(code)
        message = parsed.gs1_message or parsed.gs1_digital_link_uri
        return parsed.gtin, message.element_strings if message else GS1ElementStrings()
    found = strings.get(ai="01")
    return (found.gtin if found else None), strings


def expand_upc_e(code: str) -> str | None:
    """Return the canonical EAN-13 that a UPC-E of 6 or 8 digits stands for, None when `code` is none (GS1 General Specifications 5.2.2.4).

    Only a symbology can tell one from an EAN-8. Raises Refusal wrong_check_digit when its last digit does not check what it stands for.
    """
    match = _UPC_E.fullmatch(code)
    if match is None or len(code) not in _UPC_E_LENGTHS:
        return None
    system, six = code[0] if len(code) == 8 else "0", match[1]
    body = system + _spread(six)
    full = body + (code[-1] if len(code) == 8 else str(check_digit(body)))
    require_check_digit(full)
    return canonical(full)


def _spread(six: str) -> str:
    """Put the zeros back that the last of the six digits says were left out."""
    last = six[5]
    if last in "012":
        return f"{six[:2]}{last}0000{six[2:5]}"
    if last == "3":
        return f"{six[:3]}00000{six[3:5]}"
    if last == "4":
        return f"{six[:4]}00000{six[4]}"
    return f"{six[:5]}0000{last}"


def _pieces(elements: Mapping[str, str]) -> int | None:
    found = elements.get(_COUNT)
    return int(found) if found else None


def _weight_g(elements: Mapping[str, str]) -> int | None:
    found = _scaled(elements, _WEIGHT)
    return None if found is None else divide_half_up(found[0] * 1_000, 10 ** found[1])


def _scaled(elements: Mapping[str, str], prefix: str) -> tuple[int, int] | None:
    """Return the value of an identifier and the decimals that its last digit counts."""
    return next(((int(value), int(ai[3])) for ai, value in elements.items() if len(ai) == 4 and ai.startswith(prefix)), None)
