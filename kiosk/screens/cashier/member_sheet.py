"""The member's wallet at the till: rewards to take with one tap, and below them all that is held; what else is done for a member."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.screens.cashier.question_sheets import ListSheet
from kiosk.screens.cashier.wallet_words import (
    balance,
    balance_note,
    coupon_note,
    coupon_worth,
    membership,
    progress,
    punched,
    reward_note,
    tier_name,
)
from kiosk.screens.shared.look import Look
from kiosk.services.wallet_views import RewardRow, WalletView
from kiosk.touch.keys import KeyButton, least_stacked
from kiosk.touch.lines import Note, Row, RowStyle
from kiosk.viewmodels.basket_model import BasketModel
from kiosk.viewmodels.member_model import MemberModel, can_be_had

_ROWS = RowStyle(lead=0, middle=0, amount=104, pad=14, inset=0)
_COLUMNS = 2
_ACTS = (("consents", "F2"), ("print_card", "F3"), ("recovery", "F4"), ("remove_member", "F8"))


class _Choice(NamedTuple):
    """A row, and what taking it does (None: it only tells)."""

    row: Row
    act: Callable[[], None] | None = None


class MemberSheet(ListSheet):
    """`act_wanted` brings consents, print_card, recovery or remove_member; a reward that is taken or given back is the model's."""

    act_wanted = Signal(str)

    def __init__(self, look: Look, covers: QWidget, member: MemberModel, basket: BasketModel) -> None:
        super().__init__(look, covers, look.words.tr("Take the reward"), _ROWS)
        self._member, self._basket = member, basket
        self._choices: list[_Choice] = []
        words, grid = look.words, QGridLayout()
        grid.setSpacing(8)
        said = {
            "consents": words.tr("Consents"),
            "print_card": words.tr("Print the card"),
            "recovery": words.tr("Make good"),
            "remove_member": words.tr("Take the member off"),
        }
        self.acts: dict[str, KeyButton] = {}
        for place, (name, cap) in enumerate(_ACTS):
            key = KeyButton(look.theme, said[name], cap=cap, keys=(cap,), role="small", stacked=True, least=least_stacked(look.theme))
            key.setObjectName(name)
            key.clicked.connect(lambda _=False, name=name: self._act(name))
            self.acts[name] = key
            grid.addWidget(key, *divmod(place, _COLUMNS))
        self.box.addLayout(grid)
        self.box.addLayout(self.foot(self.confirm))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for signal in (member.changed, basket.member_changed):
            signal.connect(self._changed)

    def ask(self) -> None:
        """Show the wallet."""
        self.refresh()
        self.open()
        self.setFocus()

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show what the till knows now; where the choice stood it stays."""
        look, words, wallet, at = self.look, self.look.words, self._member.left, self.current
        member = self._basket.basket.member
        name = self._member.name or words.tr("Member")
        tier = tier_name(look, wallet, member.tier) if member is not None else ""
        self.say(f"{name} · {tier}" if tier else name, self._told(wallet))
        self._choices = self._rows(wallet) if wallet is not None else []
        self.show_choices([choice.row for choice in self._choices], words.tr("The till is looking up what this member holds."))
        self.step(min(at, max(0, len(self._choices) - 1)))

    def step(self, by: int) -> None:
        super().step(by)
        self._show_act()

    def _show_act(self) -> None:
        words = self.look.words
        taken = 0 <= self.current < len(self._choices) and self._choices[self.current].row.strong
        acts = 0 <= self.current < len(self._choices) and self._choices[self.current].act is not None
        self.confirm.setEnabled(acts)
        self.confirm.show_text(words.tr("Give the reward back") if acts and taken else words.tr("Take the reward"))

    def take(self, index: int) -> None:
        if 0 <= index < len(self._choices):
            act = self._choices[index].act
            if act is not None:
                self.close_sheet()
                act()

    def _act(self, name: str) -> None:
        self.close_sheet()
        self.act_wanted.emit(name)

    def _told(self, wallet: WalletView | None) -> str:
        """Say in one line what is asked most: the points, and how far the next tier is."""
        if wallet is None:
            return ""
        left = next((said for row in wallet.tiers if (said := progress(self.look, row))), "")
        held = [balance(self.look, row) for row in wallet.balances if row.kind == "points"][:1]
        return " · ".join([*held, left] if left else held)

    def _rows(self, wallet: WalletView) -> list[_Choice]:
        rewards = [self._reward(row) for row in self._member.rewards()]
        return [*rewards, *(_Choice(row) for row in self._held(wallet))]

    def _reward(self, row: RewardRow) -> _Choice:
        words = self.look.words
        said, tone = reward_note(self.look, row)
        shown = Row(
            f"reward:{row.id}",
            self.look.text(row.name) or row.id,
            words.tr_n("{n} pt", "{n} pts", row.points),
            notes=(Note(said, tone),),
            strong=bool(row.taken),
        )
        if row.taken:
            return _Choice(shown, lambda: self._member.drop(row.id))
        return _Choice(shown, (lambda: self._member.take(row.id)) if can_be_had(row) else None)

    def _held(self, wallet: WalletView) -> list[Row]:
        look, words = self.look, self.look.words
        found = [
            Row(f"balance:{row.programme}", look.text(row.name) or row.programme, balance(look, row), notes=_note(balance_note(look, row)))
            for row in wallet.balances
        ]
        found += [
            Row(f"coupon:{row.id}", look.text(row.name), coupon_worth(look, row), notes=_note(coupon_note(look, row)))
            for row in wallet.coupons
        ]
        found += [Row(f"punch:{row.programme}", look.text(row.name), punched(look, row)) for row in wallet.punches]
        found += [Row(f"membership:{row.programme}", membership(look, row), "") for row in wallet.memberships]
        return found + [
            Row(f"sale:{row.number}", row.number, words.money(row.gross_minor), notes=_note(words.date(row.at))) for row in wallet.purchases
        ]


def _note(said: str) -> tuple[Note, ...]:
    return (Note(said, "ink2"),) if said else ()
