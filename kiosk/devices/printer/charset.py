"""Text as a printer's code pages print it: western letters and the euro as they are, others by the nearest, never a control character."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

CODE_PAGE, WIDER_PAGE = "cp858", "cp1252"
PAGES = (CODE_PAGE, WIDER_PAGE)
"""The page that a till pins, and the one for what it lacks: œ and Œ."""

_TYPOGRAPHIC = str.maketrans(
    {
        "\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}",
        "\N{THIN SPACE}": "\N{NO-BREAK SPACE}",
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{BULLET}": "·",
    }
)
"""Signs that a typewriter's stand for without loss, so that they never cost a change of page."""
_NEAREST = {
    "\N{LATIN SMALL LIGATURE OE}": "oe",
    "\N{LATIN CAPITAL LIGATURE OE}": "OE",
    "\N{LATIN CAPITAL LETTER SHARP S}": "SS",
    "\N{EURO SIGN}": "EUR",
    "\N{MIDDLE DOT}": "-",
}


@lru_cache(maxsize=4_096)
def printable(text: str, pages: Sequence[str] = (CODE_PAGE,)) -> tuple[str, str]:
    """Return the page that loses the fewest letters, the first of equals, and `text` in its characters.

    A name with an ESC in it must not command the printer: controls become spaces.
    """
    plain = text.translate(_TYPOGRAPHIC)
    if plain.isascii() and plain.isprintable():
        return pages[0], plain
    page = min(pages, key=lambda each: sum(not _encodable(character, each) for character in plain))
    return page, "".join(_nearest(character, page) for character in plain)


def _nearest(character: str, page: str) -> str:
    if unicodedata.category(character).startswith("C"):
        return " "
    if _encodable(character, page):
        return character
    if character in _NEAREST:
        return _NEAREST[character]
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if _encodable(part, page))
    return plain or ("" if unicodedata.combining(character) else "?")


@lru_cache(maxsize=4_096)
def _encodable(character: str, page: str) -> bool:
    try:
        character.encode(page)
    except UnicodeEncodeError:
        return False
    return True
