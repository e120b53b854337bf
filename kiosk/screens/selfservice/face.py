"""All pages and sheets in one language, one look and one shape. Another of these makes a new face over the same state."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.screens.selfservice.header import Header
from kiosk.screens.selfservice.kit import Kit, Page
from kiosk.screens.selfservice.page_closed import ClosedPage, LockedPage
from kiosk.screens.selfservice.page_goods import GoodsPage
from kiosk.screens.selfservice.page_member import MemberPage
from kiosk.screens.selfservice.page_mode import ModePage
from kiosk.screens.selfservice.page_pay import PayPage
from kiosk.screens.selfservice.page_receipt import ReceiptPage
from kiosk.screens.selfservice.page_review import ReviewPage
from kiosk.screens.selfservice.page_scan import ScanPage
from kiosk.screens.selfservice.page_thanks import ThanksPage
from kiosk.screens.selfservice.page_welcome import WelcomePage
from kiosk.screens.selfservice.practice import PracticeBanner
from kiosk.screens.selfservice.sentences import camera_words, notice
from kiosk.screens.selfservice.sheet_attendant import AttendantSheet
from kiosk.screens.selfservice.sheet_gift_card import GiftCardSheet
from kiosk.screens.selfservice.sheet_help import HelpSheet
from kiosk.screens.selfservice.sheet_idle import IdleSheet
from kiosk.screens.selfservice.sheet_join import CardSheet, JoinPhone, JoinSheet, JoinWords
from kiosk.screens.selfservice.sheet_points import PointsSheet
from kiosk.screens.selfservice.sheet_remove import RemoveSheet
from kiosk.screens.selfservice.sheet_weigh import WeighSheet
from kiosk.screens.selfservice.sheet_why import WhySheet
from kiosk.screens.selfservice.sheets_find import FindSheet, KeyedNumber, KeyedWords
from kiosk.touch.camera_view import Outline
from kiosk.touch.card import Ground
from kiosk.touch.message import MessageBar
from kiosk.viewmodels.selfservice_model import Notice

_CALL_FRAME_PX = 12
_EDGE_PX = 8


class Face(Ground):
    """Shows the page of the model's screen; a frame in the warning colour tells staff from afar that somebody waits for them."""

    def __init__(self, kit: Kit, languages: Sequence[tuple[str, str]], speak: Callable[[str], None]) -> None:
        super().__init__(kit.theme)
        self.kit = kit
        self.languages = list(languages)
        self._speak = speak
        self.practice = PracticeBanner(kit)
        self.header = Header(kit, languages)
        self.header.language.connect(speak)
        self.body = QWidget()
        self.stack = QStackedWidget()
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.stack)
        box = QVBoxLayout(self)
        box.setContentsMargins(kit.margin, kit.margin * 2 // 3, kit.margin, kit.margin * 2 // 3)
        box.setSpacing(12 if kit.compact else 20)
        box.addWidget(self.practice)
        box.addWidget(self.header)
        box.addWidget(self.body, 1)
        self.weigh = WeighSheet(kit, self.stack)
        self.pages = self._make_pages(languages)
        for page in self.pages.values():
            self.stack.addWidget(page)
        self.message = MessageBar(kit.theme)
        self.message.setParent(self)
        self.remove = RemoveSheet(kit, self.stack)
        self.gift_card = GiftCardSheet(kit, self.stack)
        self.questions = [make(kit, self.stack) for make in (FindSheet, KeyedNumber, JoinPhone, CardSheet, PointsSheet, WhySheet)]
        self.tall = [make(kit, self.stack) for make in (KeyedWords, JoinWords, JoinSheet)]
        self.help = HelpSheet(kit, self.stack)
        self.attendant = AttendantSheet(kit, self.stack)
        self.idle = IdleSheet(kit, self.stack)
        self._connect()
        self.show_screen()

    @property
    def page(self) -> Page:
        """The page in sight."""
        return self.pages[self.kit.model.screen.name]

    def show_screen(self) -> None:
        """Bring the page of the model's screen into sight; what lay over the last one goes."""
        for sheet in (self.remove, self.help):
            sheet.close_sheet()
        self.stack.setCurrentWidget(self.page)
        self.refresh()

    def refresh(self) -> None:
        """Show what the model holds now."""
        self.page.refresh()
        self.practice.setVisible(self.kit.model.ticket.training)
        self._refresh_head()
        self.update()

    def _refresh_head(self) -> None:
        """Show the sentence of the page, or of a sheet that needs all the height a low screen has."""
        tall = next((sheet for sheet in self.tall if not sheet.isHidden()), None) if self.kit.compact else None
        self.header.refresh(self.page.title() if tall is None else tall.title.text())
        if self.kit.compact and (self.kit.model.ticket.training or tall is not None):
            # The words of practice, and sheets that need all height, need the room more than the steps do.
            self.header.steps.hide()

    def tell(self, told: Notice | None) -> None:
        """Say one thing where no button and no amount is hidden by it."""
        if told is None:
            self.message.show_message("")
            return
        slot = self._slot()
        self.message.setFixedWidth(slot.width())
        most = 0 if self.kit.portrait else slot.bottom() + 1 - _EDGE_PX
        self.message.show_message(notice(self.kit, told), "info" if told.tone == "done" else "warn", most)
        self.message.setFixedHeight(max(slot.height(), self.message.height()))
        self.message.move(slot.left(), max(_EDGE_PX, slot.bottom() + 1 - self.message.height()))
        self.message.raise_()

    def show_picture(self, image: QImage, outlines: Sequence[Outline]) -> None:
        """Show what the camera sees, with its codes outlined, while the card is asked for."""
        if self.member.finder.isVisible():
            self.member.finder.view.show_picture(image, outlines)

    def tell_camera(self, code: str) -> None:
        """Say why the camera sees nothing; an empty code takes that back."""
        self.member.finder.view.show_sentence(camera_words(self.kit, code))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.kit.model.calling:
            painter = QPainter(self)
            pen = self.theme.pen("warn", 2 * _CALL_FRAME_PX)
            painter.setPen(pen)
            painter.drawRect(self.rect())

    def _slot(self) -> QRect:
        """Return where a message lies: above the acts, over the head of a sheet, whose keys it leaves free, or over the title where the
        screen has no height to spare."""
        if self.kit.portrait and self._is_covered():
            return QRect(self.stack.mapTo(self, QPoint(0, 0)), QSize(self.stack.width(), self.page.slot.height()))
        place: QWidget = self.page.slot if self.kit.portrait else self.header.title
        return QRect(place.mapTo(self, place.rect().topLeft()), place.size())

    def _is_covered(self) -> bool:
        sheets = (self.weigh, self.remove, self.gift_card, *self.questions, *self.tall, self.help, self.attendant, self.idle)
        return any(not sheet.isHidden() for sheet in sheets)

    def _make_pages(self, languages: Sequence[tuple[str, str]]) -> dict[str, Page]:
        kit = self.kit
        welcome, scan, self.member = WelcomePage(kit, languages), ScanPage(kit), MemberPage(kit)
        for code, button in welcome.languages.items():
            button.clicked.connect(lambda _=False, chosen=code: self._speak(chosen))
        scan.remove.clicked.connect(lambda: self.remove.ask())
        return {
            "closed": ClosedPage(kit),
            "locked": LockedPage(kit),
            "welcome": welcome,
            "scan": scan,
            "goods": GoodsPage(kit, kit.model.weighing.ask),
            "mode": ModePage(kit),
            "member": self.member,
            "review": ReviewPage(kit),
            "pay": PayPage(kit),
            "receipt": ReceiptPage(kit),
            "thanks": ThanksPage(kit),
        }

    def _connect(self) -> None:
        self.header.help.connect(self.help.open_here)
        model = self.kit.model
        model.moved.connect(self.show_screen)
        model.changed.connect(self.refresh)
        model.noticed.connect(self.tell)
        for asked in (model.loyalty.finding, model.loyalty.code, model.loyalty.joining):
            # The sheets have heard of it before: they were made, and so connected, before this.
            asked.changed.connect(self._refresh_head)
