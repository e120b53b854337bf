"""Goods without a barcode: departments, then their goods as pictures."""

from collections.abc import Callable

from kiosk.screens.selfservice.kit import Kit, Page, row
from kiosk.screens.selfservice.summary import Summary
from kiosk.services.queries import GoodsView
from kiosk.touch.tiles import Tile, TileGrid
from kiosk.touch.tokens import STRIPES

Weigh = Callable[[GoodsView], None]
"""Asks how much the customer took."""


class GoodsPage(Page):
    """One grid: first the departments, then what the chosen one sells. A tap on goods puts them into the basket."""

    def __init__(self, kit: Kit, weigh: Weigh) -> None:
        super().__init__(kit)
        self._weigh = weigh
        least, height = (210, 224) if kit.compact else (300, 288)
        self.grid = TileGrid(kit.theme, least, height, gap=16)
        self.grid.setObjectName("goods_grid")
        self.grid.tapped.connect(self._tapped)
        self.grid.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.content.addWidget(self.grid, 1)
        self.summary = Summary(kit)
        self.departments = kit.button("departments")
        self.departments.show_text(kit.tr("All departments"))
        self.departments.clicked.connect(kit.model.goods.load)
        self.done = kit.button("to_basket", "primary", height=kit.primary_px, role="title")
        self.done.show_text(kit.tr("Back to my articles"))
        self.done.clicked.connect(kit.model.back)
        self.acts.addWidget(self.slot)
        self.acts.addWidget(self.summary)
        self.acts.addWidget(self.done)
        self.acts.addLayout(row(self.departments))

    def title(self) -> str:
        department = self.kit.model.goods.department
        return self.kit.name(department.name) if department else self.kit.tr("What did you take?")

    def refresh(self) -> None:
        goods = self.kit.model.goods
        self.departments.setEnabled(goods.department is not None)
        if goods.department is None:
            self.grid.show_tiles(self._department_tiles())
        else:
            self.grid.show_tiles([self._goods_tile(item) for item in goods.goods], keep_place=True)
        self.summary.refresh()

    def _department_tiles(self) -> list[Tile]:
        words = self.kit.words
        return [
            Tile(
                key=department.id,
                title=self.kit.name(department.name),
                note=words.tr_n("{n} article", "{n} articles", department.count),
                stripe=STRIPES[number % len(STRIPES)],
            )
            for number, department in enumerate(self.kit.model.goods.departments)
        ]

    def _goods_tile(self, goods: GoodsView) -> Tile:
        kit = self.kit
        return Tile(
            key=goods.sku,
            title=kit.name(goods.name),
            note=kit.tr("not now") if goods.blocked else kit.tr("a kg") if goods.unit == "kg" else "",
            amount=kit.words.money(goods.price_minor or 0),
            picture=kit.picture(goods.picture),
        )

    def _tapped(self, index: int) -> None:
        model = self.kit.model
        if model.goods.department is None:
            self.grid.verticalScrollBar().setValue(0)
            model.goods.choose(index)
            return
        goods = model.goods.goods[index]
        if goods.unit == "kg" and not goods.blocked:
            self._weigh(goods)
        else:
            model.add(goods.sku, quantity=1)

    def _scrolled(self, value: int) -> None:
        if value >= self.grid.verticalScrollBar().maximum() - self.grid.height():
            self.kit.model.goods.more()
