"""Icons and pictograms of `resources/icons`, drawn at any size; line icons take the colour of the text beside them."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sync.base.resources import resource


class Icons:
    """Rendered icons, kept by name, size and colour."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int, str, float], QPixmap] = {}

    def exists(self, name: str) -> bool:
        """Say whether a drawing of that name is packaged, such as `search` or `goods/cheese`."""
        return bool(name) and resource("icons", *f"{name}.svg".split("/")).is_file()

    def pixmap(self, name: str, size_px: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
        """Return the icon as a square pixmap; `currentColor` in the drawing becomes `colour`."""
        key = (name, size_px, colour.name(), ratio)
        if key not in self._kept:
            self._kept[key] = _render(name, size_px, colour, ratio)
        return self._kept[key]


def _render(name: str, size_px: int, colour: QColor, ratio: float) -> QPixmap:
    source = resource("icons", *f"{name}.svg".split("/")).read_bytes().replace(b"currentColor", colour.name().encode())
    pixmap = QPixmap(QSize(size_px, size_px) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return pixmap
