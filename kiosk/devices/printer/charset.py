"""Text as code page 858 prints it: western accents and the euro as they are, other letters by the nearest, never a control character."""

import unicodedata

CODE_PAGE = "cp858"

_NEAREST = str.maketrans(
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
        "\N{LATIN SMALL LIGATURE OE}": "oe",
        "\N{LATIN CAPITAL LIGATURE OE}": "OE",
        "\N{LATIN CAPITAL LETTER SHARP S}": "SS",
    }
)


def printable(text: str) -> str:
    """Return `text` in characters of the code page. A name with an ESC in it must not command the printer: controls become spaces."""
    return "".join(_nearest(character) for character in text.translate(_NEAREST))


def _nearest(character: str) -> str:
    if unicodedata.category(character).startswith("C"):
        return " "
    if _encodable(character):
        return character
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if _encodable(part))
    return plain or ("" if unicodedata.combining(character) else "?")


def _encodable(character: str) -> bool:
    try:
        character.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return True
