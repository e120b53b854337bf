"""The member's wallet on the kiosk: the balance and the tier always in sight, below them rewards, coupons and cards, or purchases."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.screens.selfservice import loyalty_words as said
from kiosk.screens.selfservice.kit import Kit, row
from kiosk.screens.selfservice.lines import framed, row_style
from kiosk.screens.selfservice.punches import PunchDots
from kiosk.services.wallet_views import BalanceRow, PunchRow, WalletView
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.lines import LineList, Note, Row
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import ProgressBar
from kiosk.touch.theme import BOLD, STRONG

_BAR_PX = 14
_MOST_PUNCHES = 3
_TABS = ("rewards", "coupons", "purchases")


class Standing(Card):
    """What is there and what it is worth; how far the next tier is; what comes and what ends."""

    def __init__(self, kit: Kit) -> None:
        margins = (32, 24, 32, 24) if kit.portrait else (24, 14, 24, 14)
        super().__init__(kit.theme, "member", margins=margins, spacing=kit.gap)
        self._kit, theme = kit, kit.theme
        self.amount = Label(theme, role="title", tone="member", weight=BOLD, wrap=True)
        self.worth = Label(theme, role="small", tone="ink2", wrap=True)
        self.earning = Label(theme, role="small", tone="accent", weight=STRONG, wrap=True)
        self.tier = Label(theme, role="body", weight=STRONG, wrap=True)
        self.bar = ProgressBar(theme, "member", _BAR_PX, "card")
        self.left = Label(theme, role="small", tone="ink2", wrap=True)
        beside = QHBoxLayout()
        beside.setSpacing(2 * kit.gap)
        way = QVBoxLayout()
        way.setSpacing(4)
        for widget in (self.tier, self.bar, self.left):
            way.addWidget(widget)
        beside.addWidget(self.amount, 3 if kit.compact else 1)
        beside.addLayout(way, 2 if kit.compact else 1)
        self.box.addLayout(beside)
        self.box.addWidget(self.worth)
        self.box.addWidget(self.earning)

    def refresh(self, view: WalletView, *, whole: bool) -> None:
        """Show balances and the tier; with `whole` also what is pending, what ends next, and what the ticket brings."""
        kit = self._kit
        balances = kit.model.loyalty.wallet.balances
        amounts = [said.units(kit, each.kind, each.amount) for each in balances]
        self.amount.show_text("\n".join(amounts))
        self.worth.show_text(" · ".join(part for each in balances for part in self._about(each)))
        self.worth.setVisible(whole and bool(self.worth.text()))
        self.earning.show_text(said.to_earn(kit))
        self.earning.setVisible(whole and bool(self.earning.text()))
        tier = kit.model.loyalty.wallet.tier
        left = said.tier_left(kit, tier) if tier else ""
        self.tier.show_text(kit.name(tier.name) if tier else "")
        self.left.show_text(left)
        self.tier.setVisible(tier is not None and bool(self.tier.text()))
        self.left.setVisible(bool(left))
        self.bar.setVisible(tier is not None)
        self.bar.show_progress(said.tier_permille(tier) if tier else 0)

    def _about(self, balance: BalanceRow) -> list[str]:
        kit = self._kit
        return [part for part in (said.worth(kit, balance), said.pending(kit, balance), said.expiring(kit, balance)) if part]


class PunchCard(Card):
    """One punch card: its name, how far it is, and the dots."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "card", margins=(24, 12, 24, 12), spacing=4)
        self._kit = kit
        self.name = Label(kit.theme, role="small", weight=STRONG, wrap=True)
        self.dots = PunchDots(kit.theme)
        self.box.addWidget(self.name)
        self.box.addWidget(self.dots)

    def refresh(self, card: PunchRow) -> None:
        """Show a card."""
        words = self._kit.tr("{name}: {have} of {needs}", name=self._kit.name(card.name), have=card.have, needs=card.needs)
        self.name.show_text(words)
        self.dots.show_punches(card.have, card.needs, words)


class WalletPanel(QWidget):
    """Follows the wallet; a touch on a reward takes it, another gives it back."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._loyalty = kit, kit.model.loyalty
        self._tab = "rewards"
        self.standing = Standing(kit)
        self.keys = {tab: self._key(tab) for tab in _TABS}
        self.rewards, self.coupons, self.purchases = (self._list(f"wallet_{tab}") for tab in _TABS)
        self.rewards.tapped.connect(self._tapped)
        self.punches = [PunchCard(kit) for _ in range(_MOST_PUNCHES)]
        self.empty = Label(kit.theme, role="body", tone="ink2", wrap=True, align=CENTRE)
        self.stack = QStackedWidget()
        for view in (self.rewards, self.coupons, self.purchases, self.empty):
            self.stack.addWidget(view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(kit.gap)
        box.addWidget(self.standing)
        box.addLayout(row(*self.keys.values()))
        box.addLayout(self._punch_strip())
        box.addWidget(framed(kit, self.stack), 1)

    def refresh(self) -> None:
        """Show the wallet as the till last told it."""
        view = self._loyalty.wallet.view or WalletView(member="")
        self.standing.setVisible(bool(view.balances or view.tiers))
        # On a low screen the other lists need the height more.
        self.standing.refresh(view, whole=self._tab == "rewards" or not self._kit.compact)
        for tab, key in self.keys.items():
            key.show_text(self._tab_words(tab))
            key.set_kind("chosen" if tab == self._tab else "plain")
        self._show_punches(view)
        self.rewards.show_rows(self._reward_rows(view))
        self.coupons.show_rows(self._coupon_rows(view))
        self.purchases.show_rows(self._purchase_rows(view))
        shown = {"rewards": self.rewards, "coupons": self.coupons, "purchases": self.purchases}[self._tab]
        self.empty.show_text(self._nothing())
        self.stack.setCurrentWidget(shown if shown.rows() else self.empty)

    def choose(self, tab: str) -> None:
        """Show rewards, coupons or purchases."""
        self._tab = tab
        self.refresh()

    def _key(self, tab: str) -> KeyButton:
        key = self._kit.button(f"tab_{tab}")
        key.clicked.connect(lambda: self.choose(tab))
        return key

    def _list(self, name: str) -> LineList:
        view = LineList(self._kit.theme, row_style(self._kit, pictures=False))
        view.setObjectName(name)
        return view

    def _punch_strip(self) -> QHBoxLayout:
        return row(*self.punches)

    def _show_punches(self, view: WalletView) -> None:
        shown = sorted(view.punches, key=lambda card: card.needs - card.have)[:_MOST_PUNCHES] if self._tab == "coupons" else []
        for number, card in enumerate(self.punches):
            card.setVisible(number < len(shown))
            if number < len(shown):
                card.refresh(shown[number])

    def _tab_words(self, tab: str) -> str:
        tr = self._kit.tr
        return {"rewards": tr("Rewards"), "coupons": tr("Coupons and stamps"), "purchases": tr("Purchases")}[tab]

    def _nothing(self) -> str:
        tr = self._kit.tr
        if self._loyalty.wallet.view is None:
            return tr("One moment…")
        if self._tab == "rewards":
            return tr("There are no rewards at the moment. Your points stay yours.")
        if self._tab == "coupons":
            return tr("No coupon is waiting for you yet. Some come printed on the receipt.")
        return tr("This kiosk knows of no purchase of yours yet.")

    def _reward_rows(self, view: WalletView) -> list[Row]:
        kit = self._kit
        rows = []
        for reward in view.rewards:
            words, tone = said.reward_note(kit, reward)
            laid = self._loyalty.wallet.laid(reward) is not None
            amount = kit.words.tr_n("{n} point", "{n} points", reward.points)
            rows.append(Row(key=reward.id, title=kit.name(reward.name), amount=amount, notes=(Note(words, tone),), strong=laid))
        return rows

    def _coupon_rows(self, view: WalletView) -> list[Row]:
        kit = self._kit
        rows = [
            Row(
                key=coupon.id,
                title=kit.name(coupon.name) or kit.tr("Coupon"),
                amount=said.coupon_worth(kit, coupon.amount_minor, coupon.percent_bp),
                notes=(Note(self._until(coupon.valid_until, coupon.needs_minor), "ink2"),),
            )
            for coupon in view.coupons
        ]
        rows += [
            Row(
                key=f"membership {each.programme}",
                title=kit.name(each.name),
                amount="",
                notes=(Note(kit.tr("Until {day}.", day=kit.words.date(each.until)), "warn" if each.remind else "ink2"),),
            )
            for each in view.memberships
        ]
        return rows

    def _until(self, day: str, needs_minor: int) -> str:
        kit = self._kit
        until = kit.words.date(day)
        if needs_minor:
            return kit.tr("From {amount}, until {until}.", amount=kit.words.money(needs_minor), until=until)
        return kit.tr("Until {day}.", day=until)

    def _purchase_rows(self, view: WalletView) -> list[Row]:
        kit = self._kit
        return [
            Row(
                key=each.number, title=kit.words.date(each.at), amount=kit.words.money(each.gross_minor), notes=(Note(each.number, "ink2"),)
            )
            for each in view.purchases
        ]

    def _tapped(self, index: int) -> None:
        view = self._loyalty.wallet.view
        if view is not None and index < len(view.rewards):
            self._loyalty.take(view.rewards[index])
