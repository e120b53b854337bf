"""The middle of the right column: departments, the goods of one, or what a typed text found; each painted in one view."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.services.queries import GoodsView, MemberRow
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.lines import RESULT_ROWS, LineList, Note, Row
from kiosk.touch.tiles import Tile, TileGrid
from kiosk.touch.tokens import STRIPES
from kiosk.viewmodels.search_model import SearchModel

_DEPARTMENT_WIDTH, _GOODS_WIDTH, _GOODS_HEIGHT = 104, 132, 124
_NEAR_END_PX = 400


class Catalogue(QStackedWidget):
    """`goods_taken` and `member_taken` bring what a person tapped, or chose with Enter."""

    goods_taken = Signal(object)
    member_taken = Signal(str)

    def __init__(self, look: Look, search: SearchModel) -> None:
        super().__init__()
        self._look, self._search = look, search
        theme = look.theme
        self.departments = TileGrid(theme, _DEPARTMENT_WIDTH, 84)
        self.departments.setObjectName("departments")
        self.goods = TileGrid(theme, _GOODS_WIDTH, _GOODS_HEIGHT)
        self.goods.setObjectName("goods")
        self.results = LineList(theme, RESULT_ROWS)
        self.results.setObjectName("results")
        self._chosen = -1
        self._found: list[GoodsView | MemberRow] = []
        self.addWidget(self.departments)
        self.addWidget(self._goods_page())
        self.addWidget(self._results_page())
        self.departments.tapped.connect(lambda index: search.open_department(self.departments.tiles()[index].key))
        self.goods.tapped.connect(lambda index: self.goods_taken.emit(search.goods[index]))
        self.goods.verticalScrollBar().valueChanged.connect(self._near_end)
        self.results.tapped.connect(self._take)
        search.goods_changed.connect(self.show_goods)
        search.found_changed.connect(self.show_found)
        self.show_goods()
        self.show_found()

    def _goods_page(self) -> QWidget:
        page = QWidget()
        self.back = KeyButton(self._look.theme, "", kind="plain", cap=key_name(self._look.words, "Esc"), icon="back")
        self.back.setObjectName("back")
        self.back.clicked.connect(lambda: self._search.open_department(""))
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.back)
        box.addWidget(self.goods, 1)
        return page

    def _results_page(self) -> QWidget:
        card = Card(self._look.theme, margins=(2, 8, 2, 8))
        self.none = Label(self._look.theme, self._look.words.tr("Nothing is called that. Try fewer letters."), "body", "ink2", wrap=True)
        self.none.setMargin(16)
        card.box.addWidget(self.none)
        card.box.addWidget(self.results, 1)
        return card

    def show_goods(self) -> None:
        """Show the departments, or the goods of the one that is open."""
        search, look = self._search, self._look
        if not search.department:
            self.departments.show_tiles(
                [
                    Tile(item.id, look.text(item.name), look.words.number(item.count), stripe=STRIPES[number % len(STRIPES)])
                    for number, item in enumerate(search.departments)
                ]
            )
        else:
            name = next((look.text(item.name) for item in search.departments if item.id == search.department), "")
            self.back.show_text(name)
            self.goods.show_tiles([self._tile(item) for item in search.goods], keep_place=len(search.goods) > len(self.goods.tiles()) > 0)
        self._show_page()

    def show_found(self) -> None:
        """Show what the typed text found; the first is chosen by Enter once the arrows went there."""
        found = self._search.found
        self._found = [*found.members, *found.goods]
        self._chosen = -1
        self.none.setVisible(bool(found.text) and not self._found)
        self._show_rows()
        self._show_page()

    def _show_page(self) -> None:
        self.setCurrentIndex(2 if self._search.found.text else 1 if self._search.department else 0)

    def _show_rows(self) -> None:
        rows = [self._row(str(number), item) for number, item in enumerate(self._found)]
        chosen = str(self._chosen) if self._chosen >= 0 else ""
        self.results.show_rows(rows, marked=chosen)

    def step(self, by: int) -> bool:
        """Move the choice among the results; False when nothing was found to choose from."""
        if not self._found or not self._search.found.text:
            return False
        self._chosen = max(0, min(len(self._found) - 1, self._chosen + by))
        self._show_rows()
        return True

    def take_chosen(self) -> bool:
        """Take the chosen result; False when none is chosen."""
        if not 0 <= self._chosen < len(self._found):
            return False
        self._take(self._chosen)
        return True

    def take(self, item: GoodsView | MemberRow) -> None:
        """Take an article or a member."""
        if isinstance(item, MemberRow):
            self.member_taken.emit(item.id)
        else:
            self.goods_taken.emit(item)

    def _take(self, index: int) -> None:
        self.take(self._found[index])

    def _near_end(self, value: int) -> None:
        if value >= self.goods.verticalScrollBar().maximum() - _NEAR_END_PX:
            self._search.more()

    def _tile(self, item: GoodsView) -> Tile:
        return Tile(item.sku, self._look.text(item.name), amount=price_words(self._look, item), picture=self._picture(item))

    def _picture(self, item: GoodsView) -> str:
        name = f"goods/{item.picture}"
        return name if item.picture and self._look.theme.icons.exists(name) else "goods/parcel"

    def _row(self, key: str, item: GoodsView | MemberRow) -> Row:
        if isinstance(item, MemberRow):
            note = " · ".join(part for part in (self._look.words.tr("Member"), item.tier, item.code) if part)
            return Row(key, item.name or item.code, "", notes=(Note(note, "member"),), picture="user", strong=True)
        return Row(key, self._look.text(item.name), price_words(self._look, item), notes=(Note(item.sku),), picture=self._picture(item))


def price_words(look: Look, item: GoodsView) -> str:
    """Return what an article costs, in words."""
    words = look.words
    if item.price_minor is None:
        return words.tr("open price")
    price = words.money(item.price_minor, symbol=item.unit == "kg")
    return words.tr("{price}/kg", price=price) if item.unit == "kg" else price
