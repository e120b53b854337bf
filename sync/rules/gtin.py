"""Trade item numbers in GS1's richer carriers: element strings (GS1-128, DataMatrix) and Digital Link addresses (QR)."""

import re

GS1_LIMIT_CHARS = 600
_CARRIER = re.compile(r"\][A-Za-z][0-9A-Za-z]|\(01\)|01[0-9]{14}|https?://", re.IGNORECASE)


def canonical(code: str) -> str:
    """Return the form in which barcodes are compared: UPC-A is an EAN-13 with a leading 0, a piece's GTIN-14 its EAN-13 or EAN-8."""
    if not (code.isascii() and code.isdigit()):
        return code
    if len(code) == 12:
        return "0" + code
    if len(code) == 14 and code[0] == "0":
        return code[6:] if code.startswith("000000") else code[1:]
    return code


def gtin_of(code: str) -> str | None:
    """Return the canonical GTIN that a GS1 element string or Digital Link carries, or None when `code` is neither or is damaged."""
    if len(code) > GS1_LIMIT_CHARS or _CARRIER.match(code) is None:
        return None
    # biip takes 0.15 s to load, which only shops that scan GS1 carriers should wait for.
    from biip import ParseError, parse
    from biip.gs1_messages import GS1Message

    try:
        if code.startswith("("):
            element = GS1Message.parse_hri(code).element_strings.get(ai="01")
            gtin = element.gtin if element else None
        else:
            gtin = parse(code).gtin
    except ParseError:
        return None
    return canonical(gtin.as_gtin_14()) if gtin else None
