"""What a receipt's signed code tells a till that can ask nobody: enough to give a small purchase back at exactly what was paid."""

import msgspec

from sync.protocol.facts import Sale, SoldLine
from sync.protocol.tokens import DigestLine, ReceiptToken
from sync.rules.pieces import was_sold

LINES_LIMIT_BYTES = 72
"""With them the code stays within QR version 9 at level M, whose modules a 20 mm print of 203 dpi still shows three dots wide."""

_GIVEN_BACK = ("", "deposit")


def digest_of(sale: Sale, day: str) -> ReceiptToken:
    """Return what the receipt's code says; the same sale gives the same token. Lines that do not all fit are all left out."""
    sold = [line for line in sale.lines if was_sold(line) and line.kind in _GIVEN_BACK]
    lines = tuple(DigestLine(line.line, line.sku, _measure(line), line.gross_minor) for line in sold)
    fits = len(msgspec.msgpack.encode(lines)) <= LINES_LIMIT_BYTES
    return ReceiptToken(sale.number, day, sale.gross_minor, lines if fits else ())


def _measure(line: SoldLine) -> int:
    return line.quantity if line.weight_g is None else -line.weight_g
