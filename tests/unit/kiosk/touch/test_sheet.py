"""A sheet that is gone is gone: what it lay over may change its size without it."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.touch.sheet import Sheet
from kiosk.touch.theme import make_theme


def test_the_host_of_a_deleted_sheet_may_change_its_size(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(400, 300)
    covers = QWidget(host)
    host.show()
    kept, gone = Sheet(make_theme(motion=False), covers), Sheet(make_theme(motion=False), covers)
    kept.open()
    gone.open()
    gone.close_sheet()
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    host.resize(500, 350)
    qtbot.wait(1)
    assert kept.size() == host.size()
