"""Taking articles out again: each touch takes one piece, or a weighed article whole. The till keeps a trace of it."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from kiosk.screens.selfservice.kit import Kit
from kiosk.screens.selfservice.lines import row_style, rows
from kiosk.screens.selfservice.sheet import PageSheet
from kiosk.touch.lines import LineList

_LEAD_PX = 44


class RemoveSheet(PageSheet):
    """The basket once more, to be touched."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        how = kit.tr("Each touch takes one out.") if kit.portrait else ""
        super().__init__(kit.theme, covers, kit.tr("Touch the article to remove"), how)
        self._kit = kit
        self.list = LineList(kit.theme, replace(row_style(kit), lead=_LEAD_PX))
        self.list.setObjectName("removable")
        self.list.tapped.connect(self._remove)
        self.done = kit.button("remove_done", "primary", height=120, role="title")
        self.done.show_text(kit.tr("Done"))
        self.done.clicked.connect(self.close_sheet)
        self.box.addWidget(self.list, 1)
        self.box.addWidget(self.done)
        kit.model.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is left; an empty basket has nothing to remove."""
        if self.isVisible():
            self.list.show_rows([replace(row, lead="\N{MINUS SIGN}") for row in rows(self._kit)])
            if not self.list.rows():
                self.close_sheet()

    def ask(self) -> None:
        """Open over the articles."""
        self.open()
        self.refresh()

    def _remove(self, index: int) -> None:
        line = self._kit.model.ticket.articles[index]
        several = line.quantity is not None and line.quantity > 1
        self._kit.model.remove(line, 1 if several else None)
