"""What every page of the kiosk is made with, and the frame all pages share: content above or left, acts in the lower half or right."""

from dataclasses import dataclass

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.touch.keys import KeyButton
from kiosk.touch.theme import Theme
from kiosk.viewmodels.selfservice_model import SelfServiceModel
from sync.base.words import Words
from sync.protocol.text import Text, in_language

GAP = 16
_WIDE_FROM_PX = 1600


@dataclass(frozen=True)
class Kit:
    """State, words, look and shape of one screen; another language, theme or shape makes the pages anew."""

    model: SelfServiceModel
    words: Words
    theme: Theme
    portrait: bool
    width: int

    @property
    def margin(self) -> int:
        return 48 if self.portrait or self.width >= _WIDE_FROM_PX else 28

    @property
    def compact(self) -> bool:
        """Whether there is no height to spare: a small screen that lies on its side."""
        return not self.portrait and self.width < _WIDE_FROM_PX

    @property
    def gap(self) -> int:
        return 10 if self.compact else GAP

    @property
    def primary_px(self) -> int:
        """The height of the one green button."""
        return 148 if self.portrait else 112 if self.compact else 128

    @property
    def acts_width(self) -> int:
        """The width of the acts beside the content, on a screen that lies on its side."""
        return 640 if self.width >= _WIDE_FROM_PX else 468

    @property
    def acts_px(self) -> int:
        """The width that the acts have in this shape."""
        return self.width - 2 * self.margin if self.portrait else self.acts_width

    def tr(self, message: str, /, **params: object) -> str:
        return self.words.tr(message, **params)

    def name(self, text: Text) -> str:
        """Return a shop's word in the customer's language."""
        return in_language(text, self.words.language)

    def picture(self, name: str) -> str:
        """Return the icon that draws a product, or the plain parcel where it has none of its own."""
        drawn = f"goods/{name}"
        return drawn if name and self.theme.icons.exists(drawn) else "goods/parcel"

    def button(self, name: str, kind: str = "plain", *, height: int = 0, role: str = "body", icon: str = "") -> KeyButton:
        """Return an empty button; `name` is what tests and the tour find it by."""
        button = KeyButton(self.theme, kind=kind, role=role, icon=icon)
        button.setObjectName(name)
        button.setFixedHeight(max(height, self.theme.target))
        return button


class Page(QWidget):
    """One screen of the flow. `content` and `acts` are its two regions, `slot` is where a message may lie."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit = kit
        outer: QBoxLayout = QVBoxLayout(self) if kit.portrait else QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP if kit.portrait else 2 * GAP)
        self.content, self.acts = QVBoxLayout(), QVBoxLayout()
        self._acts_box = QWidget()
        for layout in (self.content, self.acts):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(kit.gap)
        self._acts_box.setLayout(self.acts)
        outer.addLayout(self.content, 1)
        outer.addWidget(self._acts_box)
        if kit.portrait:
            self._acts_box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        else:
            self._acts_box.setFixedWidth(kit.acts_width)
            self.acts.addStretch(1)
        self.slot: QWidget = QWidget()
        self.slot.setMinimumHeight(kit.theme.target if kit.portrait else 0)

    def title(self) -> str:
        """The sentence above the steps."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what the model holds now."""


def row(*widgets: QWidget) -> QHBoxLayout:
    """Lay widgets side by side, evenly."""
    box = QHBoxLayout()
    box.setSpacing(GAP)
    for widget in widgets:
        box.addWidget(widget, 1)
    return box
