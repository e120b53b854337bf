"""What the till's camera sees, with every code outlined, for whoever holds a card before it; or plain words why there is nothing to see."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from kiosk.screens.cashier.sheets import QuestionSheet
from kiosk.screens.shared.look import Look
from kiosk.touch.camera_view import CameraView, Outline


class CameraSheet(QuestionSheet):
    """`watched` says when pictures are wanted: nobody draws any for a sheet that is put away. The next code puts it away and sells."""

    watched = Signal(bool)
    gives_way = True

    def __init__(self, look: Look, covers: QWidget) -> None:
        super().__init__(look, covers)
        words = look.words
        self.view = CameraView(look.theme, words.tr("No picture has come yet. Without a camera, use the hand scanner."), mirror=True)
        self.view.setObjectName("camera_view")
        self.box.addWidget(self.view, 1)
        self.box.addWidget(self.leave)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.closed.connect(self._put_away)

    def ask(self, trouble: str) -> None:
        """Show what the camera sees; `trouble` is the code of the sentence why it sees nothing."""
        words = self.look.words
        self.say(words.tr("Camera"), words.tr("Hold a card or an article before it: a code is taken as it is seen."))
        self.tell(trouble)
        self.open()
        self.watched.emit(True)
        self.setFocus()

    def tell(self, trouble: str) -> None:
        """Say why nothing is seen, or with an empty code no more."""
        self.view.show_sentence(self.look.words.error(trouble) if trouble else "")

    def show_picture(self, image: QImage, outlines: Sequence[Outline]) -> None:
        """Show the newest picture while somebody looks."""
        if self.isVisible():
            self.view.show_picture(image, outlines)

    def _put_away(self) -> None:
        self.watched.emit(False)
        self.view.clear()
