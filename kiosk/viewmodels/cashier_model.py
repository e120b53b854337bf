"""The cashier's till as a whole: which page is before the cashier, and what passes from one region to another."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import ErrorView
from kiosk.viewmodels.acts_model import ActsModel
from kiosk.viewmodels.approval_model import NEEDED, ApprovalModel
from kiosk.viewmodels.basket_model import BasketModel
from kiosk.viewmodels.camera_model import CameraModel
from kiosk.viewmodels.day_model import DayModel
from kiosk.viewmodels.drawer_model import DrawerModel
from kiosk.viewmodels.member_model import MemberModel
from kiosk.viewmodels.message_model import MessageModel
from kiosk.viewmodels.papers_model import PapersModel
from kiosk.viewmodels.payment_model import PaymentModel
from kiosk.viewmodels.returns_model import ReturnsModel
from kiosk.viewmodels.search_model import SearchModel
from kiosk.viewmodels.session_model import SessionModel
from kiosk.viewmodels.sounds_model import Silence, Sounds, SoundsModel
from kiosk.viewmodels.status_model import StatusModel
from kiosk.viewmodels.why_model import WhyModel


class Page(StrEnum):
    STARTING = "starting"
    LOGIN = "login"
    LOCK = "lock"
    OPEN_DAY = "open_day"
    SELLING = "selling"
    RETURNS = "returns"
    PAYING = "paying"
    DONE = "done"
    DAY = "day"
    CASH = "cash"
    FIGURES = "figures"
    COUNT = "count"
    CLOSED = "closed"
    DESK = "desk"
    SETTINGS = "settings"


_OF_STATE = {
    "logged_out": Page.LOGIN,
    "locked": Page.LOCK,
    "day_closed": Page.OPEN_DAY,
    "ready": Page.SELLING,
    "selling": Page.SELLING,
    "paying": Page.PAYING,
}
_MENU = frozenset({Page.DAY, Page.CASH, Page.FIGURES, Page.DESK, Page.SETTINGS})
_STAYS = {
    "day_closed": frozenset({Page.CLOSED, Page.OPEN_DAY}),
    "ready": _MENU | {Page.DONE, Page.COUNT, Page.SELLING, Page.RETURNS},
    "selling": _MENU | {Page.PAYING, Page.SELLING, Page.RETURNS},
    "paying": frozenset({Page.PAYING}),
}
"""Pages a state leaves alone; any other page gives way to the state's own."""
_ON_THE_WAY = _MENU - {Page.DESK, Page.SETTINGS} | {Page.DONE}
"""Pages that a scan leaves for the next sale."""

_ATTENDED = {Page.SELLING: True, Page.LOGIN: False, Page.LOCK: False}
"""Pages that somebody sells on, and those that nobody has come to yet."""

Catch = Callable[[str], None]


class CashierModel(QObject):
    """Joins the regions' models. A page is where the state of the till allows it, and moves when the state does.

    What an answer brings moves on only from the page that asked for it: by then a person may be elsewhere. `sold_on` says that a scan goes
    on with the ticket, whatever was asked before.
    """

    moved = Signal(str)
    sold_on = Signal()

    def __init__(self, bridge: Bridge, now: Callable[[], datetime], parent: QObject | None = None, *, sounds: Sounds | None = None) -> None:
        super().__init__(parent)
        self.page = Page.STARTING
        self.now = now
        self._catchers: list[Catch] = []
        self.messages = MessageModel(self)
        self.sounds = SoundsModel(sounds or Silence(), self)
        self.camera = CameraModel(self.messages, self)
        self.approval = ApprovalModel(bridge, self)
        self.session = SessionModel(bridge, self)
        self.status = StatusModel(bridge, now, self)
        self.basket = BasketModel(bridge, self, acts=self.approval)
        self.member = MemberModel(bridge, self.approval, self.basket, self)
        self.why = WhyModel(bridge, self.basket, self)
        self.acts = ActsModel(bridge, self.approval, self)
        self.search = SearchModel(bridge, self)
        self.returns = ReturnsModel(bridge, self.approval, self)
        self.payment = PaymentModel(bridge, self, acts=self.approval)
        self.day = DayModel(bridge, self, acts=self.approval)
        self.drawer = DrawerModel(self.approval, self)
        self.papers = PapersModel(bridge, self.approval, self)
        self._join()
        self._hear_success()
        self._hear_failure()

    def _join(self) -> None:
        self.session.state_changed.connect(self._state_changed)
        self.session.day_changed.connect(self._day_changed)
        self.session.recovered.connect(
            lambda view: self.messages.say(
                "recovered", lines=view.lines, papers=view.papers, intents=view.intents, set_aside=view.set_aside
            )
        )
        self.payment.finished.connect(lambda: self.go(Page.DONE))
        self.payment.reprinted.connect(lambda: self.messages.say("printed_again"))
        self.payment.told.connect(self.messages.say)
        self.member.told.connect(self.messages.say)
        self.returns.taken.connect(lambda: self._go_on(Page.RETURNS, Page.SELLING))
        self.day.figures_known.connect(lambda: self._go_on(Page.DAY, Page.FIGURES))
        self.day.closed.connect(lambda: self.go(Page.CLOSED))
        self.drawer.moved.connect(self._cash_moved)
        self.drawer.period_closed.connect(lambda period: self.messages.say(f"closed_{period}"))
        self.basket.uncounted.connect(lambda: self.messages.say("uncounted", "warn"))
        self.basket.unweighed.connect(self._unweighed)
        self.basket.stranger.connect(lambda _: self._offer_joining())

    def _hear_success(self) -> None:
        for accepted in (self.basket.accepted, self.acts.accepted, self.payment.accepted, self.member.accepted):
            accepted.connect(self.messages.clear)
            accepted.connect(self.sounds.accept)
        self.approval.approved.connect(self.messages.clear)
        self.payment.finished.connect(self.sounds.done)

    def _hear_failure(self) -> None:
        selling = (self.session, self.basket, self.member, self.acts, self.returns, self.payment)
        regions = (*selling, self.day, self.drawer, self.papers, self.approval)
        for region in regions:
            region.refused.connect(self._refused)
        for asked in (self.basket.age_asked, self.approval.asked):
            asked.connect(lambda _: self.sounds.call())

    def start(self) -> None:
        """Ask where the till stands."""
        self.session.start()
        self.status.start()
        self.search.start()
        self.acts.start()

    def go(self, page: Page) -> None:
        """Show a page; a message of the page before does not follow."""
        if page != self.page:
            self.page = page
            if page is Page.PAYING:
                self.payment.begin()
            if page is Page.COUNT:
                self.day.begin_count()
            if page is Page.RETURNS:
                self.returns.begin()
            self.messages.clear()
            if page in _ATTENDED:
                self.camera.attend(_ATTENDED[page])
            self.moved.emit(page)

    def _go_on(self, asked: Page, then: Page) -> None:
        if self.page is asked:
            self.go(then)

    def pay(self) -> None:
        """Go to payment, if there is something to pay."""
        if self.basket.basket.lines:
            self.go(Page.PAYING)
        else:
            self._refused(ErrorView(code="basket_empty", message=""))

    def hold_or_recall(self) -> bool:
        """Put the ticket aside; False when there is none, so that one may be brought back."""
        if not self.basket.basket.lines:
            return False
        self.acts.hold()
        return True

    def catch(self, catcher: Catch) -> None:
        """Send the next codes to who asks for one: a price check, a receipt, a gift card."""
        self.release(catcher)
        self._catchers.append(catcher)

    def release(self, catcher: Catch) -> None:
        """Let codes go their usual way again."""
        if catcher in self._catchers:
            self._catchers.remove(catcher)

    def code_arrived(self, code: str, symbology: str = "") -> None:
        """Take a code from a scanner, camera or keyboard: after a sale it starts the next one, which no choice of paper delays."""
        if self._catchers:
            self._catchers[-1](code)
            return
        if self.page in _ON_THE_WAY:
            self.payment.forget()
            self.go(Page.SELLING)
        if self.page is Page.RETURNS:
            self.returns.find(code)
        elif self.page is Page.PAYING and self.payment.takes(code):
            self.payment.present(code)
        elif self.page is Page.PAYING and self.payment.is_paid:
            self.payment.finish()
            self.basket.scan(code, symbology)
        elif self.page in (Page.SELLING, Page.PAYING):
            self.sold_on.emit()
            self.basket.scan(code, symbology)

    def _refused(self, error: ErrorView) -> None:
        if error.code != NEEDED:
            self.messages.refuse(error)
            self.sounds.refuse()

    def _offer_joining(self) -> None:
        """Somebody nobody knows may become a member on the spot."""
        if self.page is Page.SELLING:
            self.messages.offer("unknown_member_joins", "join")
        else:
            self.messages.say("unknown_member", "warn")
        self.sounds.refuse()

    def _unweighed(self, error: ErrorView) -> None:
        """A till without a scale keys its weights, and nothing is to be said about it."""
        if error.code != "no_scale":
            self._refused(error)

    def _cash_moved(self) -> None:
        self._go_on(Page.CASH, Page.DAY)
        self.messages.say("cash_moved")

    def _state_changed(self, state: str) -> None:
        if self.page not in _STAYS.get(state, frozenset()):
            self.go(_OF_STATE.get(state, Page.LOGIN))

    def _day_changed(self) -> None:
        day = self.session.day
        if day is not None:
            self.payment.currency = self.day.currency = day.currency
            self.day.blind = day.blind_count
