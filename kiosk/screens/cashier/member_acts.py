"""What a cashier does for a member, and the offers explained: each act's question, and the command that its answer becomes."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from kiosk.screens.cashier.camera_sheet import CameraSheet
from kiosk.screens.cashier.consent_sheet import ConsentSheet
from kiosk.screens.cashier.join_sheet import JoinSheet
from kiosk.screens.cashier.member_sheet import MemberSheet
from kiosk.screens.cashier.recovery_sheet import RecoverySheet
from kiosk.screens.cashier.side_panel import SidePanel
from kiosk.screens.cashier.why_sheet import WhySheet
from kiosk.screens.shared.look import Look
from kiosk.services.commands import ProfileFields
from kiosk.touch.sheet import Sheet
from kiosk.viewmodels.cashier_model import CashierModel

AskReason = Callable[[str, str, Callable[[str], None]], None]
"""Asks for the reason of an act, with a title, and goes on with it."""


class MemberActs(QObject):
    """Sheets lie over `side`, which keeps the ticket and its total in sight."""

    def __init__(self, look: Look, model: CashierModel, side: SidePanel, ask_reason: AskReason) -> None:
        super().__init__(side)
        self._look, self._model, self._side, self._ask_reason = look, model, side, ask_reason
        day = model.session.day
        shop = day.shop if day is not None else ""
        self.wallet = MemberSheet(look, side, model.member, model.basket)
        self.join = JoinSheet(look, side, shop)
        self.consents = ConsentSheet(look, side, model.member, shop)
        self.why = WhySheet(look, side, model.why, model.basket)
        self.recovery = RecoverySheet(look, side)
        self.camera = CameraSheet(look, side)
        self.camera.watched.connect(model.camera.watched)
        self.sheets: tuple[Sheet, ...] = (self.wallet, self.join, self.consents, self.why, self.recovery, self.camera)
        self.recovery.wanted.connect(self._make_good)
        self.wallet.act_wanted.connect(self.do)
        self.join.given.connect(self._join)
        model.member.joined.connect(self.join.joined)

    def do(self, name: str) -> bool:
        """Do an act by its name; False when it is none of these."""
        acts: dict[str, Callable[[], None]] = {
            "wallet": self.wallet.ask,
            "join": self._ask_join,
            "why": self._explain,
            "camera": lambda: self.camera.ask(self._model.camera.trouble),
            "consents": self.consents.ask,
            "recovery": self._ask_recovery,
            "print_card": self._model.member.print_card,
            "remove_member": self._model.member.remove,
        }
        if name in acts:
            acts[name]()
        return name in acts

    def _ask_join(self) -> None:
        """What was typed or scanned to find a member and found none goes into the fields, or becomes their card."""
        typed, stranger = self._side.field.text().strip(), self._model.member.stranger
        self._side.field.clear()
        self.join.ask(typed or stranger.contact, "" if typed else stranger.card)

    def _ask_recovery(self) -> None:
        sheet = self.recovery
        self._model.member.ask_make_goods(lambda rows: sheet.when_free(lambda: sheet.ask(rows)), self)

    def _make_good(self, programme: str, amount_minor: int) -> None:
        title = self._look.words.tr("Make good")
        self._ask_reason("recovery", title, lambda reason: self._model.member.make_good(programme, amount_minor, reason))

    def _explain(self) -> None:
        """Explain the line that is meant."""
        line = self._model.basket.meant()
        self.why.ask(line.line if line is not None else 0)

    def _join(self, profile: ProfileFields, consents: list[str], card: str) -> None:
        self._model.member.join(profile, consents, card)
