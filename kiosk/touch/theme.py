"""A theme in use: tokens turned into Qt's colours, fonts and palette for one face on one screen. Widgets take it when they are made;
a change of theme makes the widgets anew."""

from functools import cached_property, lru_cache

from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPalette, QPen

from kiosk.touch.density import LEAST_PX, Density, density_of
from kiosk.touch.fonts import load_fonts
from kiosk.touch.icons import Icons
from kiosk.touch.tokens import COLOURS, Face, ThemeName, type_scale, zoom_for

REGULAR, MEDIUM, STRONG, BOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold, QFont.Weight.Bold


class Theme:
    """Colours by token name, fonts by role (amount, title, body, small), and the least target of the face."""

    def __init__(
        self,
        name: ThemeName = ThemeName.LIGHT,
        face: Face = Face.TILL,
        *,
        family: str,
        density: Density | None = None,
        motion: bool = True,
        zoom: float = 1.0,
    ) -> None:
        self.name = name
        self.face = face
        self.family = family
        self.tokens = COLOURS[name]
        self.zoom = zoom
        self.scale = type_scale(face, name).times(zoom)
        self.density = density or Density()
        self.motion = motion
        self.icons = Icons()

    def with_name(self, name: ThemeName) -> "Theme":
        """Return the same face in other colours."""
        return Theme(name, self.face, family=self.family, density=self.density, motion=self.motion, zoom=self.zoom)

    def in_window(self, width: int, height: int) -> "Theme":
        """Return the same look as it is drawn in a window of this size: larger where there is room for it, itself where nothing changes."""
        zoom = zoom_for(width, height)
        if zoom == self.zoom:
            return self
        return Theme(self.name, self.face, family=self.family, density=self.density, motion=self.motion, zoom=zoom)

    def px(self, sketched: int) -> int:
        """Return a length of the sketch as it is drawn here."""
        return round(sketched * self.zoom)

    @cached_property
    def target(self) -> int:
        """The least side of anything to be tapped, in pixels."""
        return max(self.density.target(self.face), self.px(LEAST_PX[self.face]))

    @property
    def line_width(self) -> int:
        return self.tokens.line_width

    @property
    def focus_width(self) -> int:
        """The line around what has the focus or is chosen: where lines are thick and grounds white, it has to be thicker still."""
        return 2 if self.has_tints else 5

    @property
    def has_tints(self) -> bool:
        """False where soft grounds are white, so that a mark must be drawn instead of a tint."""
        return self.tokens.accent_soft != self.tokens.card

    def colour(self, token: str) -> QColor:
        """Return a token's colour; a literal #RRGGBB is taken as it is."""
        return _colour(token if token.startswith("#") else getattr(self.tokens, token))

    def pen(self, colour: str = "line", width: float | None = None) -> QPen:
        """Return a pen in a token's colour, of the theme's own line width unless told."""
        return QPen(self.colour(colour), self.line_width if width is None else width)

    def font(self, role: str = "body", weight: QFont.Weight = REGULAR, factor: float = 1.0) -> QFont:
        """Return the font of a role, with tabular figures so that amounts stand still."""
        return _font(self.family, round(getattr(self.scale, role) * factor), weight)

    def prose(self, role: str = "body", weight: QFont.Weight = REGULAR, factor: float = 1.0) -> QFont:
        """Return the font of names and sentences, with figures and hyphens of their own width."""
        return _font(self.family, round(getattr(self.scale, role) * factor), weight, tabular=False)

    def metrics(self, role: str = "body", weight: QFont.Weight = REGULAR, factor: float = 1.0) -> QFontMetrics:
        """Return the measures of `font`."""
        return _metrics(self.family, round(getattr(self.scale, role) * factor), weight)

    def palette(self) -> QPalette:
        """Return the palette for the few widgets that Qt paints itself (text fields, labels)."""
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "paper",
            QPalette.ColorRole.Base: "card",
            QPalette.ColorRole.AlternateBase: "soft",
            QPalette.ColorRole.Button: "card",
            QPalette.ColorRole.WindowText: "ink",
            QPalette.ColorRole.Text: "ink",
            QPalette.ColorRole.ButtonText: "ink",
            QPalette.ColorRole.PlaceholderText: "ink3",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "on_accent",
        }
        for role, token in roles.items():
            palette.setColor(role, self.colour(token))
        return palette


@lru_cache(maxsize=128)
def _colour(text: str) -> QColor:
    return QColor(text)


@lru_cache(maxsize=128)
def _font(family: str, size_px: int, weight: QFont.Weight, *, tabular: bool = True) -> QFont:
    font = QFont(family)
    font.setPixelSize(size_px)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), int(tabular))
    return font


@lru_cache(maxsize=128)
def _metrics(family: str, size_px: int, weight: QFont.Weight) -> QFontMetrics:
    return QFontMetrics(_font(family, size_px, weight))


def make_theme(name: ThemeName = ThemeName.LIGHT, face: Face = Face.TILL, *, motion: bool = True) -> Theme:
    """Return a theme for the primary screen, its font loaded. Needs a QGuiApplication."""
    return Theme(name, face, family=load_fonts(), density=density_of(QGuiApplication.primaryScreen()), motion=motion)
