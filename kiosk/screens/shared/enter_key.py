"""The green key that Enter presses: what comes next on a page or in a question, in one look wherever it stands."""

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.touch.keys import KeyButton

_ENTER = ("Return", "Enter")


def enter_key(
    look: Look, said: str = "", *, name: str, role: str = "title", least: int = 88, also: tuple[str, ...] = (), stacked: bool = False
) -> KeyButton:
    """Return the key by its object's name, `least` pixels high before the theme's scale; keys of `also` press it as well."""
    key = KeyButton(
        look.theme,
        said,
        kind="primary",
        cap=key_name(look.words, "Enter"),
        keys=(*_ENTER, *also),
        role=role,
        least=look.theme.px(least),
        stacked=stacked,
    )
    key.setObjectName(name)
    return key
