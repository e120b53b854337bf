"""The cashier's till as a whole: which page is before the cashier, and what passes from one region to another."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import ErrorView
from kiosk.viewmodels.approval_model import ApprovalModel
from kiosk.viewmodels.basket_model import BasketModel
from kiosk.viewmodels.day_model import DayModel
from kiosk.viewmodels.message_model import MessageModel
from kiosk.viewmodels.payment_model import PaymentModel
from kiosk.viewmodels.search_model import SearchModel
from kiosk.viewmodels.session_model import SessionModel
from kiosk.viewmodels.status_model import StatusModel


class Page(StrEnum):
    STARTING = "starting"
    LOGIN = "login"
    LOCK = "lock"
    OPEN_DAY = "open_day"
    SELLING = "selling"
    PAYING = "paying"
    DONE = "done"
    DAY = "day"
    FIGURES = "figures"
    COUNT = "count"
    CLOSED = "closed"
    DESK = "desk"


_OF_STATE = {
    "logged_out": Page.LOGIN,
    "locked": Page.LOCK,
    "day_closed": Page.OPEN_DAY,
    "ready": Page.SELLING,
    "selling": Page.SELLING,
    "paying": Page.PAYING,
}
_STAYS = {
    "day_closed": frozenset({Page.CLOSED, Page.OPEN_DAY}),
    "ready": frozenset({Page.DONE, Page.DAY, Page.FIGURES, Page.COUNT, Page.SELLING}),
    "selling": frozenset({Page.PAYING, Page.SELLING, Page.DAY, Page.FIGURES}),
    "paying": frozenset({Page.PAYING}),
}
"""Pages a state leaves alone; any other page gives way to the state's own."""


class CashierModel(QObject):
    """Joins the regions' models. A page is where the state of the till allows it, and moves when the state does."""

    moved = Signal(str)

    def __init__(self, bridge: Bridge, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page = Page.STARTING
        self.now = now
        self.messages = MessageModel(self)
        self.session = SessionModel(bridge, self)
        self.status = StatusModel(bridge, now, self)
        self.basket = BasketModel(bridge, self)
        self.search = SearchModel(bridge, self)
        self.payment = PaymentModel(bridge, self)
        self.day = DayModel(bridge, self)
        self.approval = ApprovalModel(bridge, self)
        self._join()

    def _join(self) -> None:
        self.session.state_changed.connect(self._state_changed)
        self.session.day_changed.connect(self._day_changed)
        self.session.recovered.connect(
            lambda view: self.messages.say("recovered", lines=view.lines, papers=view.papers, set_aside=view.set_aside)
        )
        for refused in (self.session.refused, self.basket.refused, self.payment.refused, self.day.refused):
            refused.connect(self._refused)
        for accepted in (self.basket.accepted, self.payment.accepted):
            accepted.connect(self.messages.clear)
        self.payment.finished.connect(lambda: self.go(Page.DONE))
        self.payment.reprinted.connect(lambda: self.messages.say("printed_again"))
        self.day.figures_known.connect(lambda: self.go(Page.FIGURES))
        self.day.closed.connect(lambda: self.go(Page.CLOSED))
        self.approval.refused.connect(self._refused)
        self.approval.approved.connect(self.messages.clear)

    def start(self) -> None:
        """Ask where the till stands."""
        self.session.start()
        self.status.start()
        self.search.start()

    def go(self, page: Page) -> None:
        """Show a page; a message of the page before does not follow."""
        if page != self.page:
            self.page = page
            if page is Page.PAYING:
                self.payment.begin()
            if page is Page.COUNT:
                self.day.begin_count()
            self.messages.clear()
            self.moved.emit(page)

    def pay(self) -> None:
        """Go to payment, if there is something to pay."""
        if self.basket.basket.lines:
            self.go(Page.PAYING)
        else:
            self.messages.refuse(ErrorView(code="basket_empty", message=""))

    def code_arrived(self, code: str) -> None:
        """Take a code from a scanner, a camera or the keyboard: on the page after a sale it starts the next one."""
        if self.page in (Page.DONE, Page.DAY, Page.FIGURES):
            self.payment.forget()
            self.go(Page.SELLING)
        if self.page in (Page.SELLING, Page.PAYING):
            self.basket.scan(code)

    def _refused(self, error: ErrorView) -> None:
        if error.code == "approval_needed":
            self.approval.ask(error)
        else:
            self.messages.refuse(error)

    def _state_changed(self, state: str) -> None:
        if self.page not in _STAYS.get(state, frozenset()):
            self.go(Page.LOCK if self.session.locked_by else _OF_STATE.get(state, Page.LOGIN))

    def _day_changed(self) -> None:
        day = self.session.day
        if day is not None:
            self.payment.currency = self.day.currency = day.currency
