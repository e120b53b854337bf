"""How many pieces of a sold line can come back, and how many have: the one count that till and ledger must agree on."""

from collections import Counter
from collections.abc import Iterable

from sync.protocol.values import SoldLine

GOODS = frozenset({"", "deposit"})
"""The kinds of lines that were bought: not what was taken in, paid in advance or put on a card."""


def pieces_of(line: SoldLine) -> int:
    """Return how many times a line can be given back: its pieces, or once for goods by weight."""
    return 1 if line.weight_g is not None else abs(line.quantity)


def pieces_left(line: SoldLine, already: Iterable[SoldLine]) -> int:
    """Return the pieces of a sold line that have not been given back."""
    return pieces_of(line) - sum(pieces_of(back) for back in already if back.origin is not None and back.origin.line == line.line)


def was_sold(line: SoldLine) -> bool:
    """Tell whether a line was sold: one that gave goods back itself, or took an empty in, is not given back again."""
    return line.origin is None and (line.quantity if line.weight_g is None else line.weight_g) > 0


def bought_in(lines: Iterable[SoldLine]) -> Counter[str]:
    """Return the pieces of each product that a ticket bought, less those it gave back."""
    found: Counter[str] = Counter()
    for line in lines:
        if line.kind in GOODS:
            found[line.sku] += pieces_of(line) if was_sold(line) else -pieces_of(line)
    return found
