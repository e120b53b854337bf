"""The second player's hands where money moves: paying, giving back, papers, the drawer, the day."""

from PySide6.QtCore import Qt

from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import AmountLabel
from kiosk.touch.tiles import TileGrid
from kiosk.viewmodels.cashier_model import Page
from tests.screens.scripted_day.onscreen_goods import AtTheTicket
from tests.screens.scripted_day.steps import Json, up_to

_PAPERS = {"paper": "finish", "digital": "paper_digital", "none": "no_paper"}


class AtTheDrawer(AtTheTicket):
    """Acts of paying, of what comes back, and of the day."""

    def pay(
        self,
        kind: str,
        amount: int | None = None,
        half: bool = False,
        exact: bool = False,
        code: str = "",
        accepted: bool = True,
        **notes: int,
    ) -> None:
        self.nothing_to_pay()
        self.press(f"kind_{kind}")
        due = self._due_minor()
        amount = up_to(due, notes["up_to"]) if notes else due // 2 if half else amount
        quick = self._quick(amount) if kind == "cash" else ""
        if quick:
            self.press(quick)
            return
        if amount is not None:
            self.amount(amount)
        if not code:
            self.press("finish")
        else:
            self._present(code, asked=kind == "gift_card" and amount is not None and amount % 3 == 0)
        if kind == "card_standalone":
            self.press("card_accepted" if accepted else "card_declined")

    def nothing_to_pay(self) -> None:
        if self.window.model.page is not Page.PAYING:
            self.press("pay")

    def take_back(self) -> None:
        self.press("undo")

    def to_ticket(self) -> None:
        self.press("back")

    def ask_again(self) -> None:
        self.press("card_again")

    def card_word(self, accepted: bool) -> None:
        self.press("card_paid" if accepted else "card_not_paid")

    def finish(self, paper: str, ticket: int = 0) -> None:
        self.press(_PAPERS[paper])

    def give_back(self, receipt: str, how: str = "typed", pieces: dict[int, int] | None = None) -> None:
        self._open_receipt(receipt, how)
        for line, count in (pieces or {}).items():
            for _ in range(count):
                self.tap_row("returnable", str(line))
        if not pieces:
            self.press("all")
        self.press("give_back")

    def _open_receipt(self, receipt: str, how: str) -> None:
        self._at_ticket()
        self.act("returns")
        if how == "scanned":
            self.scan(receipt)
        elif how == "recent":
            self.tap_row("recent", receipt)
        else:
            self.write("receipt", receipt)
            self.key(Qt.Key.Key_Return)

    def gift_card(self, amount_minor: int, code: str) -> None:
        self._at_ticket()
        self.act("gift_card")
        self.amount(amount_minor)
        self.press("confirm")
        self.scan(code)

    def duplicate(self) -> None:
        self.press("print_again")

    def gift_receipt(self) -> None:
        self.press("gift_receipt")

    def invoice(self, buyer: Json) -> None:
        self.press("invoice")
        for name, field in (("name", "buyer_name"), ("address", "buyer_address"), ("vat_number", "buyer_vat")):
            if buyer.get(name):
                self.write(field, buyer[name])
        self.press("confirm")

    def copy_of(self, receipt: str) -> None:
        self._open_receipt(receipt, "typed")
        self.press("print_again")
        self.press("back")

    def no_sale(self, reason: str) -> None:
        self._at_ticket()
        self.act("no_sale")
        self.because(reason)

    def paid_in(self, amount_minor: int, reason: str) -> None:
        self._move("paid_in", amount_minor, reason)

    def paid_out(self, amount_minor: int, reason: str) -> None:
        self._move("paid_out", amount_minor, reason)

    def drop(self, amount_minor: int, reason: str, bag: str) -> None:
        self._move("drop", amount_minor, reason, bag)

    def train(self, on: bool) -> None:
        self._menu("training")

    def x_report(self) -> None:
        self._menu("x_report")

    def open_day(self, float_minor: int, business_day: str) -> None:
        self.amount(float_minor)
        self.press("open_day")

    def close_day(self, counted_minor: int, denominations: dict[int, int]) -> None:
        self._menu("count")
        for value, count in denominations.items():
            self.tap_tile(self.seen(TileGrid, "denominations"), str(value))
            self.digits(str(count))
        self.press("close_day")

    def close_month(self) -> None:
        self.press("closings")
        self.press("close_month")

    def _menu(self, name: str) -> None:
        if self.window.model.page is not Page.DAY:
            self._at_ticket()
            self.press("menu")
        self.press(name)

    def _move(self, kind: str, amount_minor: int, reason: str, bag: str = "") -> None:
        self._menu(kind)
        self.amount(amount_minor)
        if bag:
            self.write("bag", bag)
        self.press("go_on")
        self.because(reason)

    def _present(self, code: str, *, asked: bool) -> None:
        """Scan the card that pays: at once, or once the till was told to ask for it."""
        if asked:
            self.press("finish")
        self.scan(code)

    def _due_minor(self) -> int:
        """Read what is due off the screen."""
        return int("".join(character for character in self.seen(AmountLabel, "due").text() if character.isdecimal()))

    def _quick(self, amount: int | None) -> str:
        """Return the key that hands over that amount of cash, if one does."""
        keys = [each for each in self.window.page.findChildren(KeyButton) if each.objectName().startswith("quick_") and each.isVisible()]
        shown = {int("".join(filter(str.isdecimal, key.text()))): key.objectName() for key in keys}
        return shown.get(amount, "") if amount is not None else ""
