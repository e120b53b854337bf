"""EAN-13 as 95 modules (ISO/IEC 15420): shared by the HTML paper and the simulated printer."""

_LEFT_ODD = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
_PARITY = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")
_MIRROR = str.maketrans("01", "10")


def modules(code: str) -> str:
    """Return the bars of thirteen digits as 95 characters, 1 for black."""
    first, left, right = int(code[0]), code[1:7], code[7:]
    left_bars = "".join(_left(int(digit), parity) for digit, parity in zip(left, _PARITY[first], strict=True))
    right_bars = "".join(_right(int(digit)) for digit in right)
    return f"101{left_bars}01010{right_bars}101"


def _right(digit: int) -> str:
    return _LEFT_ODD[digit].translate(_MIRROR)


def _left(digit: int, parity: str) -> str:
    return _LEFT_ODD[digit] if parity == "L" else _right(digit)[::-1]
