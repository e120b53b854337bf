"""How many modules across a QR code of some text is, without making it: what a driver needs to choose the size of a module."""

_DATA_CODEWORDS_M = (
    *(16, 28, 44, 64, 86, 108, 124, 154, 182, 216, 254, 290, 334, 365, 415, 453, 507, 563, 627, 669),
    *(714, 782, 860, 914, 1000, 1062, 1128, 1193, 1267, 1373, 1455, 1541, 1631, 1725, 1812, 1914, 1992, 2102, 2216, 2334),
)
"""ISO/IEC 18004, table 7: data codewords of versions 1 to 40 at error correction level M."""
_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
_MODE_BITS = 4


_DATA_CODEWORDS_L = (19, 34, 55, 80, 108, 136, 156)
"""The same at level L, of versions 1 to 7."""
LEVEL_L, LEVEL_M = 0, 1
EASY_VERSION = 7
"""So large may a code be that a phone reads from a small paper at once."""


def fitting(text: str) -> tuple[int, int]:
    """Return the level of error correction and the side in modules: M, or L where that alone keeps the code easy to read."""
    side = modules(text)
    if side <= _side(EASY_VERSION):
        return LEVEL_M, side
    for version, codewords in enumerate(_DATA_CODEWORDS_L, start=1):
        if _bits(text, version) <= codewords * 8:
            return LEVEL_L, _side(version)
    return LEVEL_M, side


def _side(version: int) -> int:
    return 17 + 4 * version


def modules(text: str) -> int:
    """Return the side in modules, without quiet zone, at level M; text too long for any code counts as the largest."""
    for version, codewords in enumerate(_DATA_CODEWORDS_M, start=1):
        if _bits(text, version) <= codewords * 8:
            return 17 + 4 * version
    return 17 + 4 * len(_DATA_CODEWORDS_M)


def _bits(text: str, version: int) -> int:
    """Mode, count and data of the one densest mode that holds all of the text."""
    wide = 0 if version < 10 else 1 if version < 27 else 2
    if text.isascii() and text.isdigit():
        return _MODE_BITS + (10, 12, 14)[wide] + 10 * (len(text) // 3) + (0, 4, 7)[len(text) % 3]
    if _ALPHANUMERIC.issuperset(text):
        return _MODE_BITS + (9, 11, 13)[wide] + 11 * (len(text) // 2) + 6 * (len(text) % 2)
    return _MODE_BITS + (8, 16, 16)[wide] + 8 * len(text.encode())
