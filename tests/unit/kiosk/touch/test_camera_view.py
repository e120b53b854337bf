"""What the camera's widget paints: the picture, an outline around each code, and the sentence that says why nothing is seen."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from kiosk.touch.camera_view import CameraView
from kiosk.touch.theme import Theme, make_theme
from kiosk.touch.tokens import ThemeName

GREY = QColor(120, 120, 120)
SQUARE = ((80.0, 60.0), (120.0, 60.0), (120.0, 100.0), (80.0, 100.0))
LINE = ((100.0, 90.0), (200.0, 90.0), (200.0, 90.0), (100.0, 90.0))


@pytest.fixture(params=list(ThemeName))
def theme(request: pytest.FixtureRequest, qapp: object) -> Theme:
    return make_theme(request.param, motion=False)


def view(qtbot: QtBot, theme: Theme, **how: object) -> CameraView:
    made = CameraView(theme, "Hold your card here", **how)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(400, 300)
    return made


def picture() -> QImage:
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    image.fill(GREY)
    return image


def colours(view: CameraView, left: int, top: int, width: int, height: int) -> set[str]:
    image = view.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(left, left + width) for y in range(top, top + height)}


def test_a_code_is_outlined_where_it_is_in_the_picture(qtbot: QtBot, theme: Theme) -> None:
    made = view(qtbot, theme)
    made.show_picture(picture(), [SQUARE])
    assert made.placement().map(QPointF(80, 60)) == QPointF(100, 75)
    accent = theme.colour("accent").name()
    assert accent in colours(made, 98, 90, 4, 4), "on the code's left edge"
    assert accent not in colours(made, 110, 90, 30, 20), "but not inside it"


def test_a_mirror_shows_left_what_is_left_of_who_looks(qtbot: QtBot, theme: Theme) -> None:
    made = view(qtbot, theme, mirror=True)
    made.show_picture(picture(), [SQUARE])
    accent = theme.colour("accent").name()
    assert accent in colours(made, 298, 90, 4, 4)
    assert accent not in colours(made, 90, 60, 80, 80)


def test_a_line_of_bars_becomes_a_box_that_can_be_seen(qtbot: QtBot, theme: Theme) -> None:
    made = view(qtbot, theme)
    made.show_picture(picture(), [LINE, ()])
    accent = theme.colour("accent").name()
    assert accent in colours(made, 180, 100, 4, 10) and accent in colours(made, 180, 114, 4, 10)


def test_a_picture_of_another_shape_fills_the_place(qtbot: QtBot, theme: Theme) -> None:
    made = view(qtbot, theme)
    made.show_picture(picture().scaled(320, 120), ())
    assert colours(made, 20, 20, 3, 3) == {GREY.name()} == colours(made, 380, 280, 3, 3)


def test_what_is_to_be_done_is_said_until_a_picture_comes_and_troubles_over_it(qtbot: QtBot, theme: Theme) -> None:
    made = view(qtbot, theme)
    empty = made.grab().toImage()
    made.show_picture(picture())
    assert colours(made, 150, 140, 100, 20) == {GREY.name()}
    made.show_sentence("It is too dark for the camera. Switch on a light, or uncover the camera.")
    assert GREY.name() not in colours(made, 195, 280, 4, 4), "the sentence has a ground of its own"
    assert made.accessibleDescription().startswith("It is too dark")
    made.show_sentence("")
    assert colours(made, 195, 280, 4, 4) == {GREY.name()}
    made.clear()
    assert made.grab().toImage() == empty


def test_a_small_place_shows_the_whole_sentence_in_small_letters(qtbot: QtBot, theme: Theme) -> None:
    made = view(qtbot, theme)
    made.resize(200, 160)
    made.show_sentence("A short one.")
    assert made._font("A short one.")[0] == theme.prose("body", made._font("A short one.")[0].weight())
    long = "Another program is using the camera. Close it; the till takes the camera by itself."
    assert made._font(long)[0].pixelSize() < made._font("A short one.")[0].pixelSize()
