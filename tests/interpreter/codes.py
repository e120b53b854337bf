"""Bar codes and QR codes as rows of dots."""

from functools import cache

import segno

_DIGITS = {
    "A": ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"),
    "B": ("0100111", "0110011", "0011011", "0100001", "0011101", "0111001", "0000101", "0010001", "0001001", "0010111"),
    "C": ("1110010", "1100110", "1101100", "1000010", "1011100", "1001110", "1010000", "1000100", "1001000", "1110100"),
}
"""EAN's three sets of digits, ISO/IEC 15420."""
_LEFT_SETS = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")


def ean13(digits: str) -> str:
    """Return the 95 modules of thirteen digits, 1 for a bar."""
    sets = _LEFT_SETS[int(digits[0])]
    left = "".join(_DIGITS[which][int(digit)] for which, digit in zip(sets, digits[1:7], strict=True))
    right = "".join(_DIGITS["C"][int(digit)] for digit in digits[7:])
    return "101" + left + "01010" + right + "101"


def widened(modules: str, module_dots: int) -> tuple[int, int]:
    """Return a row of bars as a number, with its width in dots."""
    row = "".join(module * module_dots for module in modules)
    return int(row, 2), len(row)


@cache
def qr(data: bytes, level: str, module_dots: int) -> tuple[tuple[int, ...], int]:
    """Return the rows of a QR code without a quiet zone, and its width in dots; nothing where it holds too much."""
    try:
        matrix = segno.make_qr(data.decode("utf-8", "replace"), error=level, boost_error=False).matrix
    except segno.DataOverflowError:
        return (), 0
    found = [widened("".join("1" if module else "0" for module in row), module_dots)[0] for row in matrix]
    return tuple(row for row in found for _ in range(module_dots)), len(matrix) * module_dots
