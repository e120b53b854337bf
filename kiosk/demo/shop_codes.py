"""Article numbers and barcodes of the demo shop, drawn from the French name so that a product keeps its own when others come and go."""

import hashlib

from sync.rules.barcode import check_digit

WEIGHED_PREFIXES = ("23", "21")
"""GS1 leaves 20-29 to the shop; these two are the shop's own rules for labels of a scale, by price and by weight."""

_PIECE_PREFIX = "24"
_PACK_PREFIX = "26"
_CARD_PREFIX = "042"


def draw(text: str, below: int, salt: str = "") -> int:
    """Return a number from 0 to `below` - 1 that looks random and is always the same for `text`."""
    return int.from_bytes(hashlib.sha256(f"{salt}:{text}".encode()).digest()[:8]) % below


def with_check_digit(body: str) -> str:
    """Return the digits of `body` with their GS1 check digit."""
    return f"{body}{check_digit(body)}"


class ArticleNumbers:
    """Hands out article numbers that are never given twice: five digits for weighed goods, as a scale's keys want, else six."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, name: str, *, weighed: bool) -> str:
        """Return the number for a product named `name`."""
        first, span = (10_000, 90_000) if weighed else (100_000, 900_000)
        attempt = 0
        while (number := str(first + draw(name, span, f"article{attempt}"))) in self._given:
            attempt += 1
        self._given.add(number)
        return number


def piece_barcode(article: str) -> str:
    """Return the EAN-13 of a thing sold by the piece."""
    return with_check_digit(f"{_PIECE_PREFIX}0000{article}")


def pack_barcode(article: str, quantity: int) -> str:
    """Return the EAN-13 of a pack of `quantity` pieces."""
    return with_check_digit(f"{_PACK_PREFIX}00{quantity:02d}{article}")


def scale_barcodes(article: str) -> list[str]:
    """Return the base codes under which labels of a scale find the product: the embedded digits are 0."""
    return [with_check_digit(f"{prefix}{article}00000") for prefix in WEIGHED_PREFIXES]


def card_number(member: str) -> str:
    """Return the number printed on a member's card: 13 digits with a check digit, under the shop's member rule."""
    return with_check_digit(f"{_CARD_PREFIX}{draw(member, 10**9, 'card'):09d}")
