"""Fixtures of the screens: no display is needed, and a warning of Qt or of a log fails the test that does not name it."""

import os
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QtMsgType
from pytestqt.qtbot import QtBot

from tests.screens.complaints import Complaint, from_log, unheard, unnamed
from tests.screens.turns import free

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_GRAVE = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "complains(pattern, ...): the test expects these warnings of Qt or of a log, and needs them to come")


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, qapp: object) -> Iterator[None]:
    """Fail the test when something complained that it does not name, or when what it names never came."""
    capture = request.node.qt_log_capture
    yield
    marker = request.node.get_closest_marker("complains")
    named = list(marker.args) if marker else []
    said = from_log(caplog.get_records("call")) + [Complaint("Qt", record.message) for record in capture.records if record.type in _GRAVE]
    assert not unnamed(said, named), "something complained"
    assert not unheard(said, named), "a named complaint never came"


@pytest.fixture(autouse=True)
def freed(qapp: object) -> Iterator[None]:
    """Free the test's windows: kept, the thousands of them would fill the memory and slow every other test."""
    yield
    free()


@pytest.fixture
def wait(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    """Wait until a condition holds, with the event loop running."""
    return lambda condition: qtbot.waitUntil(condition, timeout=5_000)
