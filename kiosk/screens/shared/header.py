"""The header of a till: which register, who, how printer and ledger stand in words, the clock, and the way to the menu."""

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import printer_words, sync_words
from kiosk.touch.card import Ground
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.status import Chip, ChipKey
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.session_model import SessionModel
from kiosk.viewmodels.status_model import StatusModel

NARROW_PX = 1_200
_BETWEEN_PX, _EDGES_PX = 12, 28


class StatusHeader(Ground):
    """`menu` is the key to the day's page; hide it where there is none."""

    def __init__(self, look: Look, session: SessionModel, status: StatusModel) -> None:
        super().__init__(look.theme)
        self._look, self._session, self._status = look, session, status
        self.setFixedHeight(look.theme.target + 8)
        self.register = Label(look.theme, "", "body", "ink", BOLD)
        self.person = Label(look.theme, "", "body", "ink2")
        self.printer = ChipKey(look.theme)
        self.printer.setObjectName("printer_chip")
        self.sync = Chip(look.theme)
        self.clock = Label(look.theme, "", "body", "ink2")
        self.menu = KeyButton(look.theme, look.words.tr("Menu"), kind="ghost", cap="F10", keys=("F10",))
        self.menu.setObjectName("menu")
        self.menu.setFixedWidth(self.menu.sizeHint().width())
        sizes = self.menu.sizePolicy()
        sizes.setRetainSizeWhenHidden(True)  # what stands beside it does not move from page to page
        self.menu.setSizePolicy(sizes)
        self.help = KeyButton(look.theme, "?", kind="ghost", cap="F1", keys=("F1",))
        self.help.setObjectName("help")
        self.help.setAccessibleName(look.words.tr("What the keys do"))
        if self.help.bound is not None:
            self.help.bound.setWhatsThis(look.words.tr("What the keys do"))
        self.help.setFixedWidth(self.help.sizeHint().width())
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 4, _EDGES_PX - 20, 4)
        box.setSpacing(_BETWEEN_PX)
        box.addWidget(self.register)
        box.addWidget(self.person)
        box.addStretch(1)
        for widget in (self.printer, self.sync, self.clock, self.help, self.menu):
            box.addWidget(widget)
        session.day_changed.connect(self._show_session)
        session.state_changed.connect(self._show_session)
        status.changed.connect(self._show_status)
        self._show_session()
        self._show_status()

    def show_menu(self, *, shown: bool) -> None:
        """Show the way to the menu, or hide it where there is none."""
        self.menu.setVisible(shown)

    def _show_session(self) -> None:
        day, words = self._session.day, self._look.words
        self.register.show_text(words.tr("Till {register}", register=day.register) if day else "")
        self.person.show_text(day.staff_name if day else "")

    def _show_status(self) -> None:
        words, status = self._look.words, self._status
        said, tone = printer_words(words, status.printer)
        online, online_tone = sync_words(words, status.sync, status.offline_minutes())
        if tone == "accent" and self.width() < NARROW_PX:
            said = ""  # where there is little room, a printer that is well needs no words
        if self._crowded(said, online):
            said, online = _short(said), _short(online)
        self.clock.setVisible(not self._crowded(said, online))  # what is wrong goes before the time
        self.printer.show_state(said, tone)
        printer = status.printer
        self.printer.opens = printer is not None and (printer.waiting > 0 or printer.state != "ready")
        self.sync.show_state(online, online_tone)
        self.clock.show_text(status.now().strftime("%H:%M"))

    def _crowded(self, *states: str) -> bool:
        """Whether these states would have to be cut beside what always stands here."""
        beside = (self.register, self.person, self.clock, self.help, self.menu)
        chips = sum(self.sync.width_of(said) for said in states if said)
        return chips + sum(widget.sizeHint().width() for widget in beside) + _BETWEEN_PX * 7 + _EDGES_PX > self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._show_status()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - self.theme.line_width, self.width(), self.theme.line_width, self.theme.colour("line"))


def _short(state: str) -> str:
    """Return a state without the number that follows it."""
    return state.partition(" · ")[0]
