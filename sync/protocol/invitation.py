"""What a new till is told to join a ledger: the ledger's address and the one-time code, as one text that a QR holds."""

from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

_SCHEME = "comptoir"
_PATH = "enrol"
_TEXT_LIMIT_CHARS = 400


class Invitation(NamedTuple):
    """The address of a ledger and the code that it gave for one register."""

    ledger: str
    code: str

    @property
    def text(self) -> str:
        """The invitation as a QR holds it."""
        return f"{_SCHEME}:{_PATH}?{urlencode({'ledger': self.ledger, 'code': self.code})}"

    @classmethod
    def read(cls, text: str) -> "Invitation | None":
        """Return the invitation that `text` is, or None for any other text."""
        if len(text) > _TEXT_LIMIT_CHARS or not text.startswith(f"{_SCHEME}:"):
            return None
        try:
            parts = urlsplit(text)
            fields = parse_qs(parts.query, strict_parsing=True)
        except ValueError:
            return None
        ledger, code = fields.get("ledger", []), fields.get("code", [])
        if parts.path != _PATH or len(ledger) != 1 or len(code) != 1:
            return None
        return cls(ledger[0], code[0])
