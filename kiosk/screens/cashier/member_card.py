"""The member of the ticket: name, tier, points; or how to find one. It keeps its place either way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.screens.shared.look import Look
from kiosk.services.answers import MemberView
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.status import IconView
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.basket_model import BasketModel

POINT = "POINT"


class MemberCard(Card):
    """`removed` asks to take the member off the ticket."""

    removed = Signal()

    def __init__(self, look: Look, basket: BasketModel) -> None:
        super().__init__(look.theme, "member", margins=(18, 10, 10, 10), spacing=10, across=True)
        self._look, self._basket = look, basket
        self.name = Label(look.theme, "", "body", "ink", BOLD)
        self.detail = Label(look.theme, "", "small", "ink2")
        self.points = Label(look.theme, "", "body", "member", BOLD)
        self.remove = KeyButton(look.theme, "", kind="ghost", icon="close")
        self.remove.setObjectName("remove_member")
        self.remove.setAccessibleName(look.words.tr("Take the member off"))
        self.remove.setFixedWidth(look.theme.target)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.name, 1)
        first.addWidget(self.points)
        words.addLayout(first)
        words.addWidget(self.detail)
        words.addStretch(1)
        self.sign = IconView(look.theme, "qr", 36, "member")
        self.box.addWidget(self.sign)
        self.box.addSpacing(4)
        self.box.addLayout(words, 1)
        self.box.addWidget(self.remove)
        self.setFixedHeight(max(80, look.theme.target + 20))
        self.remove.clicked.connect(self.removed)
        basket.member_changed.connect(self.show_member)
        basket.changed.connect(self.show_member)
        self.show_member()

    def show_member(self) -> None:
        """Show who is on the ticket now."""
        member = self._basket.basket.member
        self.set_tone("member" if member else "card")
        self.sign.setVisible(member is None)
        self.remove.setVisible(member is not None)
        if member is None:
            self._show_nobody()
        else:
            self._show(member)

    def _show_nobody(self) -> None:
        words = self._look.words
        self.name.show_text(words.tr("Member's card?"))
        self.detail.show_text(words.tr("Scan it, or type the name."))
        self.points.show_text("")

    def _show(self, member: MemberView) -> None:
        words = self._look.words
        name = self._basket.member_name or words.tr("Member")
        self.name.show_text(name)
        balance = member.balances.get(POINT, 0)
        self.points.show_text(words.tr_n("{n} point", "{n} points", balance))
        after = balance + self._basket.basket.points_earned - self._basket.basket.points_spent
        said = words.tr_n("{n} point after this ticket", "{n} points after this ticket", after)
        self.detail.show_text(f"{member.tier} · {said}" if member.tier else said)
