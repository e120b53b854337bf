"""Scenes of loyalty at the till: the wallet, why a line costs what it costs, joining, consents."""

import msgspec
from PySide6.QtGui import QImage

from kiosk.qtbase.camera import CameraPicture
from kiosk.screens.cashier.window import CashierWindow
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import COUPON, error
from tests.screens.scene import Scene, open_till, sell, selling
from tests.screens.scenes_acts import act
from tests.screens.shared.shots import TO_TRY
from tests.screens.turns import settle


def why(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till)
    selling(window).left.why.click()


def every_offer(window: CashierWindow, till: CompleteTill) -> None:
    why(window, till)
    selling(window).members.why.others.click()


def nearly(window: CashierWindow, till: CompleteTill) -> None:
    """A ticket that lacks a little, with the tax mode said."""
    sell(window, till)
    window.model.basket.set_quantity(1, 1)
    window.model.acts.set_mode("take_away")
    window.model.basket.choose(4)
    window.model.basket.void()
    window.model.basket.choose(2)
    window.model.basket.void()


def rewarded(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till)
    window.model.member.take("five")
    settle()
    selling(window).side.member.rewards.click()


def joining(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till, member=False)
    selling(window).side.field.line.setText("Camille")
    selling(window).side.member.join.click()
    selling(window).members.join.toggles["loyalty"].click()


def consents(window: CashierWindow, till: CompleteTill) -> None:
    act("wallet")(window, till)
    selling(window).members.wallet.acts["consents"].click()


def recovery(window: CashierWindow, till: CompleteTill) -> None:
    act("wallet")(window, till)
    selling(window).members.wallet.acts["recovery"].click()
    settle()
    selling(window).members.recovery.entry.set_text("3")


def recovery_reason(window: CashierWindow, till: CompleteTill) -> None:
    recovery(window, till)
    selling(window).members.recovery.confirm.click()


def stranger(window: CashierWindow, till: CompleteTill) -> None:
    """Nobody is known by the card that was scanned."""
    sell(window, till, member=False)
    window.model.code_arrived("0429999999999")
    settle()


def stranger_joins(window: CashierWindow, till: CompleteTill) -> None:
    stranger(window, till)
    window.model.messages.tap()


def camera_none(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till, member=False)
    window.camera_failed("camera_missing")
    selling(window).side.member.tapped.emit()


def camera_sees(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till, member=False)
    selling(window).side.member.tapped.emit()
    settle()
    image = QImage(480, 270, QImage.Format.Format_RGB32)
    image.fill(0x6A7480)
    window.camera_picture(CameraPicture(image, (((180.0, 80.0), (300.0, 84.0), (298.0, 200.0), (178.0, 196.0)),)))


def no_wallet(till: CompleteTill) -> None:
    till.begin_with()
    till.has_wallet = False


def points_offline(window: CashierWindow, till: CompleteTill) -> None:
    """The ledger is away: what a member's points may pay is bounded, and it is said why."""
    till.offline_left_minor = 700
    sell(window, till)
    window.model.pay()
    window.model.payment.choose("points")


def points_refused(window: CashierWindow, till: CompleteTill) -> None:
    """The longest sentence that a payment is refused with."""
    points_offline(window, till)
    till.refuse_next = error("points_need_ledger", limit_minor=2_000, left_minor=700)
    window.model.payment.tender(1_200)


def paid_refused(window: CashierWindow, till: CompleteTill) -> None:
    """With money to give back there is a sentence to read."""
    points_offline(window, till)
    window.model.payment.tender_cash(5_000)
    till.refuse_next = error("points_need_ledger", limit_minor=2_000, left_minor=700)
    window.model.payment.finish()


def done_suggests(window: CashierWindow, till: CompleteTill) -> None:
    """A coupon worth a rate, and what to speak of."""
    till.issued = msgspec.structs.replace(COUPON, amount_minor=0, percent_bp=1_000)
    till.to_try = list(TO_TRY)
    sell(window, till)
    window.model.pay()
    window.model.payment.tender_cash(3_000)
    settle()
    window.model.payment.finish()


LOYALTY_SCENES = (
    Scene("why", open_till, why),
    Scene("why_every_offer", open_till, every_offer),
    Scene("nearly_reached", open_till, nearly),
    Scene("wallet", open_till, act("wallet")),
    Scene("wallet_waits", no_wallet, act("wallet")),
    Scene("wallet_reward", open_till, rewarded),
    Scene("join", open_till, joining),
    Scene("stranger", open_till, stranger),
    Scene("stranger_joins", open_till, stranger_joins),
    Scene("consents", open_till, consents),
    Scene("camera_sees", open_till, camera_sees),
    Scene("camera_none", open_till, camera_none),
    Scene("points_offline", open_till, points_offline),
    Scene("points_refused", open_till, points_refused),
    Scene("paid_refused", open_till, paid_refused),
    Scene("done_suggests", open_till, done_suggests),
    Scene("recovery", open_till, recovery),
    Scene("recovery_reason", open_till, recovery_reason),
)
