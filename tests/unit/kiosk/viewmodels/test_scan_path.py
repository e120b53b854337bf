"""One way for every code: with the symbology that a scanner or camera named, and with none where nobody did."""

from collections.abc import Callable
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from kiosk.qtbase.bridge import Bridge
from kiosk.services import commands as c
from kiosk.services.answers import Answer
from kiosk.viewmodels.cashier_model import CashierModel
from kiosk.viewmodels.selfservice_model import SelfServiceModel
from tests.screens.fake_acts import CompleteTill
from tests.screens.selfservice.fake_kiosk import FakeKiosk

NOW = datetime.fromisoformat("2026-11-21T14:03:00+01:00")
SCANS = [c.Scan(code="04252614", symbology="UPCE"), c.Scan(code="4006381333931")]


def scans_of(till: CompleteTill | FakeKiosk, monkeypatch: pytest.MonkeyPatch) -> list[c.Command]:
    """Remember the scans that reach a till."""
    heard: list[c.Command] = []
    submit = till.submit

    def listen(command: c.Command, done: Callable[[Answer], None]) -> None:
        heard.extend([command] if isinstance(command, c.Scan) else [])
        submit(command, done)

    monkeypatch.setattr(till, "submit", listen)
    return heard


def test_at_the_cashiers_till(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    till = CompleteTill().begin_with()
    heard = scans_of(till, monkeypatch)
    bridge = Bridge(till)
    model = CashierModel(bridge, lambda: NOW)
    model.start()
    qtbot.waitUntil(lambda: model.page == "selling")
    model.code_arrived("04252614", "UPCE")
    model.code_arrived("4006381333931")
    qtbot.waitUntil(lambda: heard == SCANS)
    model.status.stop()
    bridge.close()


def test_at_the_kiosk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    till = FakeKiosk()
    heard = scans_of(till, monkeypatch)
    bridge = Bridge(till)
    model = SelfServiceModel(bridge, lambda: "2026-11-21")
    model.start()
    qtbot.waitUntil(lambda: model.screen.name == "welcome")
    model.scan("04252614", "UPCE")
    model.scan("4006381333931")
    qtbot.waitUntil(lambda: heard == SCANS)
    bridge.close()
