"""The cashier's window: a header and one page at a time. Another language or theme makes the screens anew over the same models."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.devices.scanner import Wedge
from kiosk.qtbase.bridge import Bridge
from kiosk.qtbase.wedge import WedgeFilter
from kiosk.screens.cashier.approval import ApprovalSheet
from kiosk.screens.cashier.cash_page import CashPage
from kiosk.screens.cashier.closed import ClosedPage
from kiosk.screens.cashier.count import CountPage
from kiosk.screens.cashier.day_page import DayPage
from kiosk.screens.cashier.desk_host import DeskHost, MakeDesk
from kiosk.screens.cashier.done import DonePage
from kiosk.screens.cashier.figures import FiguresPage
from kiosk.screens.cashier.key_map import KeyMap
from kiosk.screens.cashier.open_day import OpenDayPage
from kiosk.screens.cashier.papers_sheet import PapersSheet
from kiosk.screens.cashier.paying import PayingPage
from kiosk.screens.cashier.returns import ReturnsPage
from kiosk.screens.cashier.selling import SellingPage
from kiosk.screens.shared.header import StatusHeader
from kiosk.screens.shared.login import LoginPage
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.messages import MessageSurface
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.screens.shared.training_banner import TrainingBanner
from kiosk.services.port import TillPort
from kiosk.touch.card import Ground
from kiosk.touch.keys import named_shortcut
from kiosk.touch.motion import Arrival
from kiosk.touch.sheet import Sheet, open_sheet
from kiosk.touch.theme import Theme
from kiosk.touch.tokens import ThemeName
from kiosk.viewmodels.cashier_model import CashierModel, Page
from kiosk.viewmodels.sounds_model import Sounds
from sync.base.words import Words

if TYPE_CHECKING:
    from kiosk.qtbase.camera import CameraPicture

LEAST_WIDTH, LEAST_HEIGHT = 1024, 720

PAGES: dict[Page, Callable[[Look, CashierModel], ScreenPage]] = {
    Page.STARTING: lambda look, model: ScreenPage(look),
    Page.LOGIN: lambda look, model: LoginPage(look, model.session),
    Page.LOCK: lambda look, model: LoginPage(look, model.session, locked=True),
    Page.OPEN_DAY: OpenDayPage,
    Page.SELLING: SellingPage,
    Page.RETURNS: ReturnsPage,
    Page.PAYING: PayingPage,
    Page.CASH: CashPage,
    Page.DONE: DonePage,
    Page.FIGURES: FiguresPage,
    Page.COUNT: CountPage,
    Page.CLOSED: ClosedPage,
}
_KEPT = frozenset({Page.SELLING, Page.PAYING})
"""Pages made once and kept: a cashier goes through them all day. The others are made when they are shown."""


class CashierWindow(Ground):
    """The till before the cashier.

    `port` is the till; `words` speak the first language and `theme` gives the look (`kiosk.touch.theme.make_theme`); `now` is the wall
    clock; `desk` makes the store's end of day, shown to a manager, and `settings` the page of settings, shown to an administrator;
    `sounds` are played for what is accepted and refused. Codes of a camera, or of a scanner that is no keyboard, go to `scan`.
    `language_changed` and `theme_changed` tell what a person chose, to be remembered. Call `start` once it may ask the till; `closing` is
    emitted when the window is closed.
    """

    language_changed = Signal(str)
    theme_changed = Signal(str)
    closing = Signal()

    def __init__(
        self,
        port: TillPort,
        words: Words,
        theme: Theme,
        *,
        now: Callable[[], datetime] | None = None,
        desk: MakeDesk | None = None,
        settings: MakeDesk | None = None,
        sounds: Sounds | None = None,
    ) -> None:
        super().__init__(theme)
        self._hosted = {page: make for page, make in ((Page.DESK, desk), (Page.SETTINGS, settings)) if make is not None}
        self.approval: ApprovalSheet | None = None
        self.key_map: KeyMap | None = None
        self.papers: PapersSheet | None = None
        self.bridge = Bridge(port, self)
        self.model = CashierModel(self.bridge, now or (lambda: datetime.now(words.zone)), self, sounds=sounds)
        self.look = Look(theme, words)
        self._pages: dict[Page, ScreenPage] = {}
        self._body: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.setWindowTitle("Comptoir")
        self.wedge = WedgeFilter(Wedge(), self)
        self.wedge.scanned.connect(self.scan)
        self.model.moved.connect(self._show_page)
        self.model.approval.asked.connect(self._ask_approval)
        self.model.approval.approved.connect(self._end_approval)
        self._build()

    def start(self) -> None:
        """Ask the till where it stands and follow it from now on."""
        self.model.start()

    def scan(self, code: str, symbology: str = "") -> None:
        """Take a code from a camera or scanner, whichever it was."""
        self.model.code_arrived(code, symbology)

    def camera_failed(self, code: str) -> None:
        """Say why the camera tells nothing; an empty code says that it sees again."""
        self.model.camera.fail(code)
        if isinstance(self.page, SellingPage):
            self.page.members.camera.tell(code)

    def camera_picture(self, picture: "CameraPicture") -> None:
        """Take the camera's newest picture, while somebody looks (`model.camera.watched`)."""
        if isinstance(self.page, SellingPage):
            self.page.members.camera.show_picture(picture.image, picture.outlines)

    @property
    def page(self) -> ScreenPage:
        """The page before the cashier."""
        return self._pages[self.model.page]

    def set_words(self, language: str) -> None:
        """Speak another language."""
        if language != self.look.words.language:
            self.look = Look(self.look.theme, self.look.words.speaking(language))
            self._build()
            self.language_changed.emit(language)

    def set_theme(self, name: str) -> None:
        """Wear another theme."""
        if name != self.look.theme.name:
            self._wear(self.look.theme.with_name(ThemeName(name)))
            self.theme_changed.emit(name)

    def _wear(self, theme: Theme) -> None:
        self.look = Look(theme, self.look.words)
        self.theme = theme
        self._build()

    def _build(self) -> None:
        """Make header, pages and message surface for the present look."""
        body = Ground(self.look.theme)
        self.header = StatusHeader(self.look, self.model.session, self.model.status)
        self.header.menu.clicked.connect(self._menu)
        self.header.help.clicked.connect(self.show_keys)
        self.header.printer.tapped.connect(self.show_papers)
        named_shortcut(self.header, ("Ctrl+F11",), self.look.words.tr("Papers"), self.show_papers)
        self.message = MessageSurface(self.look, self.model.messages, body)
        self._stack = QStackedWidget()
        self._arrival = Arrival(self.look.theme, body)
        self._pages = {}
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.banner = TrainingBanner(self.look, self.model.session, body)
        box.addWidget(self.header)
        box.addWidget(self.banner)
        box.addWidget(self._stack, 1)
        former, self._body = self._body, body
        self.approval = self.key_map = self.papers = None
        self._layout.addWidget(body)
        if former is not None:
            former.hide()
            former.deleteLater()
        self._show_page()

    def _menu(self) -> None:
        self.model.go(Page.SELLING if self.model.page is Page.DAY else Page.DAY)

    def _ask_approval(self, role: str) -> None:
        """Ask for another person's PIN over the right of the page, whichever it is, once no other question stands there."""
        self._end_approval()
        if self.papers is not None:
            self.papers.close_sheet()
        region = self.page.region
        if region is None:
            return
        sheet = self.approval = ApprovalSheet(self.look, region)
        sheet.given.connect(self.model.approval.approve)
        sheet.closed.connect(self._approval_closed)
        sheet.when_free(lambda: sheet.begin(role, self.model.session.staff))

    def _end_approval(self) -> None:
        if self.approval is not None and self.approval.isHidden():
            self._approval_closed()
        elif self.approval is not None:
            self.approval.close_sheet()

    def _approval_closed(self) -> None:
        sheet, self.approval = self.approval, None
        if sheet is not None:
            sheet.deleteLater()
        self._focus_page()

    def show_papers(self) -> None:
        """Show the papers that wait, over the right of the page; put them away again when asked twice."""
        if self.papers is not None:
            self.papers.close_sheet()
        elif self.page.region is not None and self.approval is None and self.key_map is None:
            self.papers = PapersSheet(self.look, self.page.region, self.model.papers, self.model.status)
            self.papers.closed.connect(self._papers_closed)
            self.papers.begin()

    def _papers_closed(self) -> None:
        sheet, self.papers = self.papers, None
        if sheet is not None:
            sheet.deleteLater()
        self._focus_page()

    def show_keys(self) -> None:
        """Show what the keys do here, or put the map away."""
        if self.key_map is not None:
            gone, self.key_map = self.key_map, None
            self._stack.setCurrentWidget(self._page(self.model.page))
            self._stack.removeWidget(gone)
            gone.deleteLater()
            self._focus_page()
            return
        self.key_map = KeyMap(self.look, self.page, [self.header])
        self.key_map.closed.connect(self.show_keys)
        self._stack.addWidget(self.key_map)
        self._stack.setCurrentWidget(self.key_map)
        self.key_map.setFocus()

    def _focus_page(self) -> None:
        # The page's own layout must have settled before it can take the focus; by then it may be another page.
        QTimer.singleShot(0, self, self._take_focus)

    def _take_focus(self) -> None:
        if self.key_map is None:
            sheet = open_sheet(self.page)
            # A question that was covered goes on where the cursor stood.
            (self.page if sheet is None else sheet.focusWidget() or sheet).setFocus()

    def _show_page(self, _: str = "") -> None:
        if self.key_map is not None:
            self.show_keys()
        self._end_approval()
        if self.papers is not None:
            self.papers.close_sheet()
        for sheet in [each for kind, left in self._pages.items() if kind is not self.model.page for each in left.findChildren(Sheet)]:
            sheet.close_sheet()
        page = self._page(self.model.page)
        page.slot.addWidget(self.message)
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
            self._arrival.of(page)
        for other in [kind for kind in self._pages if kind is not self.model.page and kind not in _KEPT]:
            gone = self._pages.pop(other)
            self._stack.removeWidget(gone)
            gone.deleteLater()
        self.header.show_menu(shown=self.model.page in (Page.SELLING, Page.DONE, Page.DAY))
        self._focus_page()

    def _page(self, kind: Page) -> ScreenPage:
        if kind not in self._pages:
            page = self._make(kind)
            if isinstance(page, DayPage):
                page.language_wanted.connect(self.set_words)
                page.theme_wanted.connect(self.set_theme)
            self._pages[kind] = page
            self._stack.addWidget(page)
        return self._pages[kind]

    def _make(self, kind: Page) -> ScreenPage:
        if kind in self._hosted:
            return DeskHost(self.look, self.model, self._hosted[kind])
        if kind is Page.DAY:
            return DayPage(self.look, self.model, more=frozenset(self._hosted))
        return PAGES[kind](self.look, self.model)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A window with more room is drawn larger, in a few steps: not with every pixel that its edge is dragged."""
        super().resizeEvent(event)
        theme = self.look.theme.in_window(event.size().width(), event.size().height())
        if theme is not self.look.theme:
            self._wear(theme)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.model.status.stop()
        self.wedge.close()
        self.bridge.close()
        self.closing.emit()
        super().closeEvent(event)
