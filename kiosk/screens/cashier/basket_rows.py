"""Lines of a ticket as rows of a list. A row is made again only when its line changed, so that only its paint is."""

from collections.abc import Sequence

from kiosk.screens.shared.look import Look
from kiosk.services.answers import LineView
from kiosk.touch.lines import Note, Row


class BasketRows:
    """Keeps the rows of the lines last seen."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._kept: dict[int, tuple[LineView, Row]] = {}

    def rows(self, lines: Sequence[LineView]) -> list[Row]:
        """Return a row a line."""
        self._kept = {line.line: self._row(line) for line in lines}
        return [row for _, row in self._kept.values()]

    def _row(self, line: LineView) -> tuple[LineView, Row]:
        kept = self._kept.get(line.line)
        return kept if kept is not None and kept[0] == line else (line, self._made(line))

    def _made(self, line: LineView) -> Row:
        words = self._look.words
        return Row(
            key=str(line.line),
            title=self._look.text(line.names or line.name),
            amount=words.money(line.gross_minor, symbol=False),
            lead=words.number(line.quantity) if line.quantity is not None else words.number(-1 if (line.weight_g or 0) < 0 else 1),
            middle=words.money(line.unit_price_minor, symbol=False),
            notes=tuple(self._notes(line)),
        )

    def _notes(self, line: LineView) -> list[Note]:
        words = self._look.words
        notes: list[Note] = []
        if line.weight_g is not None:
            price = words.money(line.unit_price_minor)
            notes.append(Note(words.tr("{weight} × {price}/kg", weight=words.weight(line.weight_g), price=price), "ink2"))
        if line.regular_price_minor is not None:
            notes.append(
                Note(words.tr("Price changed, usually {price}", price=words.money(line.regular_price_minor, symbol=False)), "warn")
            )
        if line.kind == "deposit":
            notes.append(Note(words.tr("Deposit"), "ink2"))
        if line.receipt:
            notes.append(Note(words.tr("Returned from receipt {receipt}", receipt=line.receipt), "warn"))
        for offer in line.offers:
            name = self._look.text(offer.names) or self._given(offer.id)
            notes.append(Note(f"{name} {words.money(-offer.amount_minor, symbol=False)}", "accent"))
        return notes

    def _given(self, offer: str) -> str:
        """Return what a discount without a name is: a person gave it, on the line or the ticket, or the shop its own people."""
        words = self._look.words
        if offer == "staff":
            return words.tr("Staff discount")
        return words.tr("Discount on the ticket") if offer == "manual_basket" else words.tr("Discount")
