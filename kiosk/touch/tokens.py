"""Design tokens: the colours of three themes and the type scales of two faces. The one place where a colour or a size is written."""

from dataclasses import dataclass
from enum import StrEnum


class ThemeName(StrEnum):
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Face(StrEnum):
    """Where a screen stands: before the cashier (and the manager), or before the customer."""

    TILL = "till"
    KIOSK = "kiosk"


@dataclass(frozen=True)
class Tokens:
    """Colours as #RRGGBB. `savings` is the accent, `danger` faults, `warn` warnings, `member` the member: never else."""

    ink: str
    ink2: str
    ink3: str
    paper: str
    card: str
    soft: str
    line: str
    accent: str
    accent_soft: str
    on_accent: str
    member: str
    member_soft: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    line_width: int = 1


@dataclass(frozen=True)
class TypeScale:
    """Sizes in pixels; a region of a screen uses two of them."""

    amount: int
    title: int
    body: int
    small: int

    def times(self, zoom: float) -> "TypeScale":
        """Return the same steps, larger."""
        return TypeScale(*(round(size * zoom) for size in (self.amount, self.title, self.body, self.small)))


RADIUS = 14
GRID = 8
LINE_MS, SHEET_MS, SCREEN_MS = 120, 180, 200
SKETCH_PX = (1280, 800)
"""The screen that the sizes here are written for."""
ZOOMS = (2.5, 2.0, 1.6, 1.25)
"""How much larger everything is drawn where there is room: a few steps, so that dragging a window's edge moves nothing."""

COLOURS: dict[ThemeName, Tokens] = {
    ThemeName.LIGHT: Tokens(
        ink="#161A1F",
        ink2="#4A5361",
        ink3="#5C6675",
        paper="#FAF8F4",
        card="#FFFFFF",
        soft="#F1EDE5",
        line="#E4DFD6",
        accent="#0B6B4F",
        accent_soft="#E3F1EB",
        on_accent="#FFFFFF",
        member="#5B3A8C",
        member_soft="#EFE8F8",
        warn="#8A4B00",
        warn_soft="#FDF0DC",
        danger="#A3201A",
        danger_soft="#FBE6E4",
    ),
    ThemeName.DARK: Tokens(
        ink="#F2F0EC",
        ink2="#B9C0CA",
        ink3="#8E97A3",
        paper="#14171B",
        card="#1C2026",
        soft="#252A31",
        line="#343A43",
        accent="#3FB98F",
        accent_soft="#17352B",
        on_accent="#07130F",
        member="#B79CE6",
        member_soft="#2C2340",
        warn="#F0B35E",
        warn_soft="#3A2A12",
        danger="#FF8A80",
        danger_soft="#3F1D1B",
    ),
    ThemeName.HIGH_CONTRAST: Tokens(
        ink="#000000",
        ink2="#000000",
        ink3="#1A1A1A",
        paper="#FFFFFF",
        card="#FFFFFF",
        soft="#FFFFFF",
        line="#000000",
        accent="#003D2B",
        accent_soft="#FFFFFF",
        on_accent="#FFFFFF",
        member="#33106B",
        member_soft="#FFFFFF",
        warn="#5A2E00",
        warn_soft="#FFFFFF",
        danger="#7A0000",
        danger_soft="#FFFFFF",
        line_width=2,
    ),
}

_SCALES = {
    Face.TILL: (TypeScale(52, 28, 18, 14), TypeScale(56, 30, 20, 16)),
    Face.KIOSK: (TypeScale(88, 34, 32, 24), TypeScale(96, 38, 36, 28)),
}

STRIPES = ("#3E8E5A", "#6AA84F", "#C08435", "#DDA23A", "#B0503C", "#3D85B8", "#7B5BA6", "#556673")
"""Top edges of department tiles, in the order of the departments: decoration that only repeats what the word says."""


def type_scale(face: Face, name: ThemeName) -> TypeScale:
    """Return the sizes of a face; high contrast reads larger."""
    normal, large = _SCALES[face]
    return large if name is ThemeName.HIGH_CONTRAST else normal


def zoom_for(width: int, height: int) -> float:
    """Return how much larger than sketched a till is drawn in a window of this size: the most that leaves the sketch all its room."""
    return next((zoom for zoom in ZOOMS if width >= SKETCH_PX[0] * zoom and height >= SKETCH_PX[1] * zoom), 1.0)
