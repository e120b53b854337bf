"""The second step: the member's card, shown to the camera, or none."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.screens.selfservice.kit import Kit, Page
from kiosk.screens.selfservice.sentences import greeting
from kiosk.screens.selfservice.summary import Summary
from kiosk.touch.card import Card
from kiosk.touch.labels import Label
from kiosk.touch.paint import CENTRE, ground, smooth
from kiosk.touch.theme import BOLD, Theme
from kiosk.touch.tokens import RADIUS


class Finder(QWidget):
    """What the camera sees; without a picture the place where the card is to be held. The picture is mirrored, as people expect."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._image = QImage()
        self.setMinimumSize(220, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage) -> None:
        """Show the camera's newest picture."""
        self._image = image.flipped(Qt.Orientation.Horizontal)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        side = min(self.width(), self.height())
        box = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        ground(painter, box, self.theme.colour("card"), self.theme.pen("member", 2))
        if self._image.isNull():
            self._paint_icon(painter, box)
        else:
            self._paint_image(painter, box)
        self._paint_corners(painter, box.adjusted(28, 28, -28, -28))

    def _paint_icon(self, painter: QPainter, box: QRect) -> None:
        size = box.width() * 2 // 5
        if self.theme.icons.exists("qr"):
            pixmap = self.theme.icons.pixmap("qr", size, self.theme.colour("member"), self.devicePixelRatioF())
            painter.drawPixmap(box.center().x() - size // 2, box.center().y() - size // 2, pixmap)

    def _paint_image(self, painter: QPainter, box: QRect) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(box).adjusted(2, 2, -2, -2), RADIUS, RADIUS)
        painter.save()
        painter.setClipPath(path)
        scaled = self._image.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation)
        painter.drawImage(box.center().x() - scaled.width() // 2, box.center().y() - scaled.height() // 2, scaled)
        painter.restore()

    def _paint_corners(self, painter: QPainter, box: QRect) -> None:
        arm = box.width() // 6
        painter.setPen(self.theme.pen("member", 6))
        for x, right in ((box.left(), 1), (box.right(), -1)):
            for y, down in ((box.top(), 1), (box.bottom(), -1)):
                painter.drawLine(x, y, x + right * arm, y)
                painter.drawLine(x, y, x, y + down * arm)


class MemberPage(Page):
    """Nobody has to have a card: the way on is open from the start."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        card = Card(theme, "member", margins=(32, 32, 32, 32), spacing=16)
        self.head = Label(theme, role="title", weight=BOLD, wrap=True, align=CENTRE)
        self.sentence = Label(theme, role="small", tone="ink2", wrap=True, align=CENTRE)
        self.finder = Finder(theme)
        self.finder.setObjectName("finder")
        card.box.addWidget(self.head)
        card.box.addWidget(self.finder, 1)
        card.box.addWidget(self.sentence)
        self.content.addWidget(card, 1)
        self.summary = Summary(kit)
        self.go_on = kit.button("go_on", "primary", height=kit.primary_px, role="title")
        self.go_on.clicked.connect(kit.model.proceed)
        self.back = kit.button("back")
        self.back.show_text(kit.tr("Back to my articles"))
        self.back.clicked.connect(kit.model.back)
        self.acts.addWidget(self.slot)
        self.acts.addWidget(self.summary)
        self.acts.addWidget(self.go_on)
        self.acts.addWidget(self.back)

    def title(self) -> str:
        return self.kit.tr("Do you have our card?")

    def refresh(self) -> None:
        kit = self.kit
        self.summary.refresh()
        if kit.model.ticket.basket.member is None:
            self.head.show_text(kit.tr("Show the QR code of your card to the camera."))
            self.sentence.show_text(kit.tr("About a hand's breadth away, until you hear the tone."))
            self.go_on.show_text(kit.tr("Go on without a card"))
            return
        earned = kit.model.ticket.basket.points_earned
        self.head.show_text(greeting(kit))
        self.sentence.show_text(kit.words.tr_n("This purchase brings you {n} point.", "This purchase brings you {n} points.", earned))
        self.go_on.show_text(kit.tr("Go on"))
