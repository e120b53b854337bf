"""How large a thing must be on this screen to be hit by a finger."""

from dataclasses import dataclass

from PySide6.QtGui import QScreen

from kiosk.touch.tokens import Face

FALLBACK_DPI = 96.0
PLAUSIBLE_DPI = (40.0, 600.0)
TARGET_MM = 12
LEAST_PX = {Face.TILL: 56, Face.KIOSK: 104}
_MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Density:
    """Pixels an inch, device independent."""

    dpi: float = FALLBACK_DPI

    def pixels(self, mm: float) -> int:
        """Return a length on the screen, rounded up."""
        return -int(-mm * self.dpi / _MM_PER_INCH // 1)

    def target(self, face: Face) -> int:
        """Return the least side of anything to be tapped: 12 mm, and never below the face's own least."""
        return max(self.pixels(TARGET_MM), LEAST_PX[face])


def density_of(screen: QScreen | None) -> Density:
    """Return the screen's own density, or 96 dpi where it does not say or says nonsense."""
    if screen is None or screen.physicalSize().isEmpty():
        return Density()
    dpi = screen.physicalDotsPerInch()
    return Density(dpi) if PLAUSIBLE_DPI[0] <= dpi <= PLAUSIBLE_DPI[1] else Density()
