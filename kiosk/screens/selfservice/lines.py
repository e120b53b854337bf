"""The customer's articles as rows: the name, how many at which price, what was saved, the amount."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from kiosk.screens.selfservice.kit import Kit
from kiosk.screens.selfservice.sentences import line_name
from kiosk.services.answers import LineView
from kiosk.touch.card import Card
from kiosk.touch.lines import KIOSK_ROWS, LineList, Note, Row, RowStyle

_WORDS_PX = 250
"""An amount in words, such as points, takes more room than one of money."""
_COMPACT_ROWS = RowStyle(lead=0, middle=0, amount=160, picture=80, pad=18)


def rows(kit: Kit) -> list[Row]:
    """Return the articles as rows, oldest first; a deposit is told under its article and goes with it."""
    return [_row(kit, line) for line in kit.model.ticket.articles]


def framed(kit: Kit, view: QWidget) -> Card:
    """Return a list in its card, clear of the rounded corners."""
    card = Card(kit.theme, margins=(2, 10, 2, 10), spacing=0)
    card.box.addWidget(view)
    return card


def row_style(kit: Kit, *, pictures: bool = True) -> RowStyle:
    """Return the columns of a row: narrower ones where the acts stand beside the list."""
    style = KIOSK_ROWS if kit.portrait else _COMPACT_ROWS
    return style if pictures else replace(style, picture=0, amount=max(style.amount, _WORDS_PX))


def article_list(kit: Kit) -> LineList:
    """Return an empty list in the kiosk's sizes."""
    view = LineList(kit.theme, row_style(kit))
    view.setObjectName("articles")
    return view


def _row(kit: Kit, line: LineView) -> Row:
    notes = [Note(_how_many(kit, line), "ink2")]
    deposit = kit.model.ticket.deposit_of(line)
    if deposit is not None:
        amount = kit.words.money(deposit.gross_minor)
        notes.append(Note(kit.tr("{name}: {amount} more", name=line_name(kit, deposit), amount=amount), "ink2"))
    if line.discount_minor:
        notes.append(Note(_saved(kit, line), "accent"))
    return Row(
        key=str(line.line),
        title=line_name(kit, line),
        amount=kit.words.money(line.gross_minor),
        notes=tuple(notes),
        picture=kit.picture(line.picture),
    )


def _saved(kit: Kit, line: LineView) -> str:
    """Name the offer where there is one only; the sum of several is explained when the line is touched."""
    amount = kit.words.money(line.discount_minor)
    named = [kit.name(share.names) for share in line.offers if share.names]
    said = kit.tr("{offer}: −{amount}", offer=named[0], amount=amount) if len(line.offers) == 1 and named else ""
    return f"{said or kit.tr('You save {amount}', amount=amount)} · {kit.tr('Why?')}"


def _how_many(kit: Kit, line: LineView) -> str:
    price = kit.words.money(line.unit_price_minor)
    if line.weight_g is not None:
        return kit.tr("{weight} at {price} a kg", weight=kit.words.weight(line.weight_g), price=price)
    return kit.tr("{n} × {price}", n=kit.words.number(line.quantity or 1), price=price)
