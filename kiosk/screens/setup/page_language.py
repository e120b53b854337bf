"""Language and look, before anything else is asked."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.screens.setup.step_page import StepPage
from kiosk.screens.shared.look import Look
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.tokens import ThemeName
from kiosk.viewmodels.first_start_model import FirstStartModel

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}


class LanguagePage(StepPage):
    """Each language is named in itself."""

    def __init__(self, look: Look, model: FirstStartModel) -> None:
        tr = look.words.tr
        super().__init__(look, model, tr("Welcome to Comptoir"), tr("A few questions, and this till can sell. All but one can wait."))
        self.languages = {code: self._key(name, f"language_{code}", code == look.words.language) for code, name in LANGUAGE_NAMES.items()}
        names = {ThemeName.LIGHT: tr("Light"), ThemeName.DARK: tr("Dark"), ThemeName.HIGH_CONTRAST: tr("High contrast")}
        self.themes = {str(name): self._key(said, f"theme_{name}", str(name) == look.theme.name) for name, said in names.items()}
        for heading, keys in ((tr("Language"), self.languages), (tr("Theme"), self.themes)):
            self.content.addWidget(Label(look.theme, heading, "small", "ink2"))
            row = QHBoxLayout()
            row.setSpacing(12)
            for key in keys.values():
                row.addWidget(key)
            self.content.addLayout(row)
            self.content.addSpacing(12)
        self.content.addStretch(1)
        for code, key in self.languages.items():
            key.clicked.connect(lambda _=False, code=code: model.choose_language(code))
        for theme, key in self.themes.items():
            key.clicked.connect(lambda _=False, theme=theme: model.choose_theme(theme))

    def _key(self, words: str, name: str, chosen: bool) -> KeyButton:
        key = KeyButton(self.look.theme, words, kind="chosen" if chosen else "plain", least=72)
        key.setObjectName(name)
        return key
