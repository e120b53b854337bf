"""Languages and themes in which scenes are measured: French in high contrast needs the most room; `SCREENS=all` measures all of them."""

import os

from kiosk.touch.tokens import ThemeName

ALL = tuple((language, theme) for language in ("fr", "en") for theme in (ThemeName.LIGHT, ThemeName.HIGH_CONTRAST))
"""The two languages in the two type scales; the dark look has the sizes of the light one."""

TIGHTEST = (("fr", ThemeName.HIGH_CONTRAST),)
CROSSED = (("fr", ThemeName.HIGH_CONTRAST), ("en", ThemeName.LIGHT))


def measured(slice: tuple[tuple[str, ThemeName], ...]) -> tuple[tuple[str, ThemeName], ...]:
    """Return the pairs to measure in: the slice, or all where they were asked for."""
    return ALL if os.environ.get("SCREENS") == "all" else slice
