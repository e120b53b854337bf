"""Scanner and camera: whatever is read shows up here, so that one sees it work."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.setup.step_page import StepPage
from kiosk.screens.shared.look import Look
from kiosk.touch.card import Card
from kiosk.touch.labels import Label
from kiosk.touch.paint import CENTRE, ground, smooth, text
from kiosk.touch.theme import BOLD, STRONG, Theme
from kiosk.touch.tiles import Tile, TileGrid
from kiosk.viewmodels.first_start_model import NO_DEVICE, FirstStartModel

_PREVIEW_WIDTH, _PREVIEW_HEIGHT = 360, 240


class Preview(QWidget):
    """What the camera sees, or a sentence where it sees nothing."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self.theme = theme
        self._words, self._image = words, QImage()
        self.setFixedSize(_PREVIEW_WIDTH, _PREVIEW_HEIGHT)

    def show_image(self, image: QImage) -> None:
        """Show a picture; an empty one shows the sentence again."""
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        ground(painter, self.rect(), self.theme.colour("soft"), self.theme.pen())
        if self._image.isNull():
            text(painter, self.rect(), self._words, self.theme.font("small"), self.theme.colour("ink2"), CENTRE)
            return
        shown = self._image.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        painter.drawImage((self.width() - shown.width()) // 2, (self.height() - shown.height()) // 2, shown)


class ScannerPage(StepPage):
    """A hand scanner needs no choice; a camera is chosen by a tap."""

    def __init__(self, look: Look, model: FirstStartModel) -> None:
        tr = look.words.tr
        super().__init__(
            look, model, tr("Scanner and camera"), tr("Scan any article: its code appears here. Choose a camera if there is one.")
        )
        self.code = Label(look.theme, "", "title", "ink", BOLD)
        card = Card(look.theme, spacing=4)
        card.box.addWidget(Label(look.theme, tr("Last code read"), "small", "ink2"))
        card.box.addWidget(self.code)
        self.cameras = TileGrid(look.theme, 260, 84, gap=12, ground_colour="card")
        self.cameras.setObjectName("cameras")
        self.preview = Preview(look.theme, tr("No camera chosen"))
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(Label(look.theme, tr("Camera"), "body", "ink", STRONG))
        left.addWidget(self.cameras, 1)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(left, 1)
        row.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        self.content.addWidget(card)
        self.content.addLayout(row, 1)
        self.cameras.tapped.connect(lambda index: model.choose_camera(self.cameras.tiles()[index].key))
        self.refresh()

    def refresh(self) -> None:
        """Show what was read and which camera sees."""
        model, words = self.model, self.look.words
        self.code.show_text(model.scanned or words.tr("Nothing yet"))
        self.code.set_tone("ink" if model.scanned else "ink3")
        none = Tile(NO_DEVICE, words.tr("No camera"), words.tr("A hand scanner, or codes typed"), chosen=not model.camera)
        found = [
            Tile(each.address, each.name, words.tr("Camera {n}", n=each.address), chosen=each.address == model.camera)
            for each in model.cameras
        ]
        self.cameras.show_tiles([none, *found], keep_place=True)
        if not model.camera:
            self.preview.show_image(QImage())
