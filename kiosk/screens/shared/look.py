"""What every screen is made with: a theme to paint and words to speak. A change of either makes the screens anew."""

from dataclasses import dataclass

from kiosk.touch.theme import Theme
from sync.base.words import Words
from sync.protocol.text import Text, in_language


@dataclass(frozen=True)
class Look:
    theme: Theme
    words: Words

    def text(self, words: Text) -> str:
        """Return a shop's own words in this language."""
        return in_language(words, self.words.language)

    @property
    def decimal(self) -> str:
        """The sign before the decimals; empty for a currency without any."""
        if not self.words.digits:
            return ""
        return "," if self.words.language == "fr" else "."
