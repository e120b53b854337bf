"""The member of the ticket: name, tier and how far the next one is, points, what else is held; or how to find or take in one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.screens.cashier.wallet_words import holdings, progress, share, tier_name
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import JOIN_KEY, cap_of
from kiosk.services.answers import MemberView
from kiosk.services.wallet_views import TierRow
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton, least_stacked, named_shortcut
from kiosk.touch.statement import Run, Statement
from kiosk.touch.status import ProgressBar
from kiosk.touch.theme import BOLD, STRONG
from kiosk.viewmodels.basket_model import BasketModel
from kiosk.viewmodels.member_balances import POINTS, balance_after, points_programme, spent
from kiosk.viewmodels.member_model import MemberModel

_BAR_PX = 8
_KEY_PX = 104


class MemberCard(Card):
    """It keeps its place with and without a member. `opened` asks for the wallet, `join_wanted` to take somebody in, `camera_wanted` to see
    what the camera sees, for which a key works anywhere in `scope`, the right of the page.
    """

    opened = Signal()
    join_wanted = Signal()
    camera_wanted = Signal()

    def __init__(self, look: Look, basket: BasketModel, member: MemberModel, scope: QWidget) -> None:
        super().__init__(look.theme, "member", margins=(16, 10, 10, 10), spacing=10, across=True)
        self._look, self._basket, self._member = look, basket, member
        words, theme = look.words, look.theme
        self.name = Statement(theme, ("body",))
        self.bar = ProgressBar(theme, "member", _BAR_PX, "line")
        self.detail = Statement(theme, ("small",))
        self.held = Statement(theme, ("small",))
        self.rewards = KeyButton(theme, words.tr("Rewards"), kind="member", cap="Ctrl F4", keys=("Ctrl+F4",), role="small", stacked=True)
        self.rewards.setObjectName("rewards")
        self.join = KeyButton(
            theme, words.tr("New member"), kind="member", cap=cap_of(words, JOIN_KEY), keys=(JOIN_KEY,), role="small", stacked=True
        )
        self.join.setObjectName("join")
        said = QVBoxLayout()
        said.setSpacing(5)
        said.addStretch(1)
        for widget in (self.name, self.bar, self.detail, self.held):
            said.addWidget(widget)
        said.addStretch(1)
        self.box.addLayout(said, 1)
        for key in (self.rewards, self.join):
            key.setFixedWidth(max(theme.px(_KEY_PX), theme.target))
            key.setFixedHeight(least_stacked(theme))
            self.box.addWidget(key)
        high = max(theme.px(80), least_stacked(theme) + theme.px(20))
        self.setFixedHeight(high + (theme.metrics("small").height() + said.spacing() if self._at_ease else 0))
        self.rewards.clicked.connect(self.opened)
        self.join.clicked.connect(self.join_wanted)
        self.tapped.connect(lambda: (self.opened if self._member.id else self.camera_wanted).emit())
        named_shortcut(scope, ("Shift+F4",), words.tr("Camera"), self.camera_wanted.emit)
        for signal in (basket.member_changed, basket.changed, member.changed):
            signal.connect(self.show_member)
        self.show_member()

    @property
    def _at_ease(self) -> bool:
        """Whether there is room to say all that is held, in a line of its own."""
        return self._look.theme.zoom > 1

    def show_member(self) -> None:
        """Show who is on the ticket now."""
        member = self._basket.basket.member
        self.set_tone("member" if member else "card")
        self.rewards.setVisible(member is not None)
        self.join.setVisible(member is None)
        self.held.setVisible(self._at_ease and member is not None)
        tier = self._tier()
        self.bar.setVisible(tier is not None)
        if tier is not None:
            self.bar.show_progress(share(tier))
        if member is None:
            words = self._look.words
            self.name.show_lines([Run(words.tr("Member's card?"), "ink", BOLD)])
            self.detail.show_lines([Run(words.tr("Scan it, or type the name."))])
        else:
            self._show(member, tier)

    def _tier(self) -> TierRow | None:
        """Return the first programme of tiers in which there is a next one."""
        wallet = self._member.wallet
        return next((row for row in wallet.tiers if row.need), None) if wallet is not None else None

    def _show(self, member: MemberView, tier: TierRow | None) -> None:
        look, words, wallet = self._look, self._look.words, self._member.left
        called = self._basket.member_name or words.tr("Member")
        named = tier_name(look, wallet, member.tier)
        basket, programme = self._basket.basket, self._points_id()
        points = words.tr_n("{n} point", "{n} points", member.balances.get(programme, 0) - spent(basket, programme))
        whole, short = (" · ".join(part for part in (name, named) if part) for name in (called, called.split(" ")[0]))
        self.name.show_lines([Run(whole, "ink", BOLD, short=short), Run(points, "member", BOLD, late=True)])
        left = progress(look, tier) if tier is not None else ""
        held = holdings(look, wallet, at_ease=self._at_ease) if wallet is not None else []
        after = self._after(programme) if basket.lines else ""
        beside = [after] if self._at_ease and left else held[:2]
        self.detail.show_lines([Run(left or after), Run(" · ".join(beside), late=True, short="")])
        self.held.show_lines([Run(" · ".join(held), "member", STRONG)])
        count = self._member.open_rewards()
        self.rewards.show_text(words.tr("Rewards ({n})", n=words.number(count)) if count else words.tr("Wallet"))

    def _points_id(self) -> str:
        wallet = self._member.wallet
        told = wallet.balances if wallet is not None else ()
        return next((row.programme for row in told if row.kind == POINTS), points_programme(self._basket.basket))

    def _after(self, programme: str) -> str:
        words, after = self._look.words, balance_after(self._basket.basket, programme)
        return words.tr_n("{n} point after this ticket", "{n} points after this ticket", after)
