"""Every screen, at both sizes, in both languages and all themes: targets are large enough, words are whole, windows are one."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kiosk.screens.cashier.window import CashierWindow
from kiosk.touch.fields import TextField
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.status import Chip
from kiosk.touch.theme import STRONG
from kiosk.touch.tiles import TileGrid
from kiosk.touch.tokens import ThemeName
from tests.screens.cashier.conftest import Opened
from tests.screens.cashier.hands import selling
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS
from tests.screens.scene import Scene
from tests.screens.shots import SCENES, SIZES, window_for
from tests.screens.turns import settle

LEAST_TARGET_PX = 56
USUAL, SMALLEST, LARGE = SIZES


@pytest.fixture(params=SCENES, ids=lambda scene: scene.name)
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    yield request.param


def visible(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def cut(label: QLabel) -> bool:
    """Whether a label's words need more room than it has."""
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height()
    return label.fontMetrics().horizontalAdvance(label.text()) > label.width() + 1


def cut_hint(field: TextField) -> bool:
    """Whether the hint of a field needs more room than there is."""
    return field.line.fontMetrics().horizontalAdvance(field.line.placeholderText()) > field.line.width() - 8


def cut_words(grid: TileGrid) -> list[str]:
    """Return the words of tiles that do not fit their tile."""
    room = grid.content_rect(0).width() - 20 if grid.tiles() else 0
    metrics = grid.theme.metrics("small", STRONG)
    return [word for tile in grid.tiles() for word in tile.title.split(" ") if metrics.horizontalAdvance(word) > room]


def small(key: QWidget) -> bool:
    return min(key.width(), key.height()) < LEAST_TARGET_PX


def overlapping(keys: list[QWidget], window: QWidget) -> list[tuple[str, str]]:
    boxes = [(key.objectName(), key.rect().translated(key.mapTo(window, key.rect().topLeft()))) for key in keys]
    return [(a, b) for i, (a, box) in enumerate(boxes) for b, other in boxes[i + 1 :] if box.intersects(other)]


def finish(window: CashierWindow) -> None:
    window.close()
    window.deleteLater()
    settle()


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [
        ("fr", ThemeName.LIGHT, SMALLEST),
        ("fr", ThemeName.HIGH_CONTRAST, SMALLEST),
        ("fr", ThemeName.HIGH_CONTRAST, USUAL),
        ("en", ThemeName.LIGHT, USUAL),
        ("fr", ThemeName.DARK, LARGE),
    ],
)
def test_words_are_whole_and_targets_large(scene: Scene, language: str, theme: ThemeName, size: tuple[int, int]) -> None:
    window, _ = window_for(scene, language, theme, size)
    try:
        assert (window.width(), window.height()) == size, "the content asks for more than the screen has"
        assert [label.text() for label in visible(window, Label) if cut(label)] == []  # type: ignore[arg-type, attr-defined]
        assert [field.line.placeholderText() for field in visible(window, TextField) if cut_hint(field)] == []  # type: ignore[arg-type, attr-defined]
        assert [cut_words(grid) for grid in visible(window, TileGrid) if cut_words(grid)] == []  # type: ignore[arg-type]
        keys = visible(window, KeyButton)
        assert [key.objectName() for key in keys if small(key)] == []
        assert [key.text() for key in keys if key.is_cut()] == []  # type: ignore[attr-defined]
        assert [chip.text() for chip in visible(window, Chip) if chip.width() < chip.sizeHint().width()] == []  # type: ignore[attr-defined]
        assert overlapping(keys, window) == []
    finally:
        finish(window)


def test_no_second_window_ever_opens(scene: Scene) -> None:
    window, _ = window_for(scene, "fr", ThemeName.DARK, USUAL)
    try:
        assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [window]
    finally:
        finish(window)


@pytest.mark.long(10)
def test_no_two_scenes_look_alike() -> None:
    seen: dict[bytes, str] = {}
    for each in SCENES:
        window, _ = window_for(each, "fr", ThemeName.LIGHT, USUAL)
        image = window.grab().toImage()
        seen[bytes(image.constBits())] = each.name
        finish(window)
    assert len(seen) == len(SCENES)


def test_a_cut_label_and_a_small_key_are_found() -> None:
    label = QLabel("much too long for its place")
    label.setFixedWidth(20)
    key = QWidget()
    key.setFixedSize(48, 80)
    assert cut(label) and small(key)


@pytest.mark.parametrize("motion", [True, False])
def test_a_sheet_stands_in_its_place_at_once(opened: Opened, till: CompleteTill, motion: bool) -> None:
    till.begin_with()
    window = opened(motion=motion)
    window.scan(GOODS[0].sku)
    settle()
    page = selling(window)
    place = page.side.geometry()
    page.side.quantity.click()
    assert page.quantity.size() == place.size() and page.quantity.isVisible()
    assert not page.side.isVisible()


def test_a_larger_window_is_drawn_larger_and_keeps_the_ticket(opened: Opened, till: CompleteTill) -> None:
    """In steps: what is on the ticket stays, and a few pixels more or less draw nothing anew."""
    till.begin_with()
    window = opened()
    window.scan(GOODS[0].sku)
    settle()
    usual = selling(window)
    least = usual.side.pay.height()
    window.resize(1500, 900)
    settle()
    assert window.page is usual
    window.resize(*LARGE)
    settle()
    larger = selling(window)
    assert larger is not usual and larger.left.list.count() == 1
    assert larger.side.pay.height() > least
    assert (window.width(), window.height()) == LARGE
    window.resize(*USUAL)
    settle()
    assert selling(window).side.pay.height() == least
