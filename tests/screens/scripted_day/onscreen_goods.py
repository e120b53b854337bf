"""The second player's hands at the ticket: goods, lines, discounts, members."""

from PySide6.QtCore import Qt

from kiosk.touch.lines import LineList
from kiosk.touch.tiles import TileGrid
from kiosk.viewmodels.cashier_model import Page
from tests.screens.scripted_day.fingers import Fingers

_ON_THE_WAY = {Page.DONE: "next", Page.FIGURES: "back", Page.DAY: "back", Page.CASH: "back"}


class AtTheTicket(Fingers):
    """Acts of the selling page."""

    def scan(self, code: str, times: int = 1) -> None:
        if times > 1:
            self._at_ticket()
            self.write("search", f"{times}*")
        super().scan(code)

    def age(self, passed: bool) -> None:
        self.press("confirm" if passed else "other")

    def add(self, sku: str, times: int = 1, department: str = "", plu: str = "", text: str = "") -> None:
        self._at_ticket()
        if times > 1:
            self.write("search", f"{times}*")
        if plu:
            self.act("plu")
            self.digits(plu)
            self.press("confirm")
        elif text:
            self._find(text)
        else:
            self._tile(sku, department)

    def weigh(self, sku: str, department: str = "", plu: str = "") -> None:
        self.add(sku, department=department, plu=plu)

    def key_weight(self, sku: str, department: str, weight_g: int) -> None:
        self.weigh(sku, department)
        self.digits(f"{weight_g // 1000},{weight_g % 1000:03d}")
        self.press("confirm")

    def open_price(self, sku: str, department: str, price_minor: int) -> None:
        self.add(sku, department=department)
        self.amount(price_minor)
        self.press("confirm")

    def price_check(self, code: str, sku: str = "") -> None:
        self._at_ticket()
        self.act("price_check")
        self.scan(code)
        self.press("confirm" if sku else "leave")

    def quantity(self, line: int, quantity: int) -> None:
        self._choose(line)
        self.press("quantity")
        self.digits(str(quantity))
        self.press("confirm")

    def void(self, line: int) -> None:
        self._choose(line)
        self.act("void")

    def undo(self) -> None:
        self.press("undo")

    def discount(self, reason: str, line: int = 0, percent_bp: int = 0, amount_minor: int = 0) -> None:
        if line:
            self._choose(line)
            self.press("discount")
        else:
            self.act("basket_discount")
        listed = False
        if percent_bp and self.sees(f"share_{percent_bp}"):
            self.press(f"share_{percent_bp}")
            listed = self.sees(f"reason_{reason}")
            self.press(f"reason_{reason}" if listed else "reason_other")
        else:
            self.press("share_or_amount" if amount_minor else "other_share")
            self.amount(percent_bp or amount_minor)
            self.press("confirm")
        if not listed:
            self.because(reason)

    def staff_discount(self) -> None:
        self.act("staff_discount")

    def override(self, line: int, price_minor: int, reason: str) -> None:
        self._choose(line)
        self.act("override_price")
        self.amount(price_minor)
        self.press("confirm")
        self.because(reason)

    def mode(self, mode: str) -> None:
        self._at_ticket()
        self.act("tax_mode")
        self.press(f"mode_{mode}")

    def member(self, code: str) -> None:
        self._at_ticket()
        self.act("member_search")
        self.write("code", code)
        self.key(Qt.Key.Key_Return)

    def member_found(self, id: str, text: str) -> None:
        self._at_ticket()
        self._find(text)

    def member_off(self) -> None:
        self.press("rewards")
        self.press("remove_member")

    def coupon(self, code: str) -> None:
        self._at_ticket()
        self.act("coupon")
        self.scan(code)

    def hold(self) -> None:
        self.press("hold")

    def recall(self, ticket: str) -> None:
        self._at_ticket()
        self.press("hold") if int(ticket) % 2 else self.act("held")
        self.tap_row("choices", ticket)

    def cancel(self) -> None:
        self.act("cancel")
        self.press("other")

    def because(self, reason: str) -> None:
        """Choose one of the shop's reasons, or type one."""
        listed = self.seen(LineList, "choices") if self._lists("choices") else None
        if listed is not None and any(row.key == reason for row in listed.rows()):
            self.tap_row("choices", reason)
        else:
            self.write("reason", reason)
            self.press("confirm")

    def tap_row(self, name: str, key: str) -> None:
        """Tap the row of that key in a list."""
        rows = self.seen(LineList, name)
        self.tap_item(rows, [row.key for row in rows.rows()].index(key))

    def _lists(self, name: str) -> bool:
        return any(each.isVisible() for each in self.window.findChildren(LineList, name))

    def _choose(self, line: int) -> None:
        self.tap_row("basket", str(line))

    def _find(self, text: str) -> None:
        """Type what it is called; Enter takes the only one that is called so."""
        self.write("search", text)
        self.until(lambda: self._lists("results") and bool(self.seen(LineList, "results").rows()))
        self.key(Qt.Key.Key_Return)

    def _tile(self, sku: str, department: str) -> None:
        if self.window.model.search.department != department:
            if any(grid.isVisible() for grid in self.window.findChildren(TileGrid, "goods")):
                self.press("back")
            self.tap_tile(self.seen(TileGrid, "departments"), department)
        self.tap_tile(self.seen(TileGrid, "goods"), sku)

    def _at_ticket(self) -> None:
        """Go on to the ticket from wherever the last act ended."""
        while (page := self.window.model.page) in _ON_THE_WAY:
            self.press(_ON_THE_WAY[page])
