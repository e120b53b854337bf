"""What a member may consent to, and the words that are read before: each consent keeps the hash of the wording that was shown."""

import hashlib
from collections.abc import Mapping
from typing import Protocol

from sync.base.marking import tr

LOYALTY, BIRTHDAY = "loyalty", "birthday"
"""Taking part at all, which joining asks for; and being greeted, without which no birthday leaves the profile."""


class Speaker(Protocol):
    """The part of `Words` that a wording needs."""

    def tr(self, message: str, /, **params: object) -> str: ...


WORDINGS: Mapping[str, str] = {
    LOYALTY: tr("I join the loyalty programme of {shop}. My purchases are kept to count my points and rewards, until I leave."),
    "email": tr("{shop} may send me its offers by e-mail. I may stop this at any time."),
    "sms": tr("{shop} may send me its offers by text message. I may stop this at any time."),
    "post": tr("{shop} may send me its offers by post. I may stop this at any time."),
    BIRTHDAY: tr("{shop} may know the day and month of my birthday, to greet me with an offer. I may stop this at any time."),
    "profiling": tr("{shop} may choose offers for me by what I have bought. I may stop this at any time."),
}
"""By purpose. A wording that changes has another hash: what was agreed to before stays what it was."""


def wording(words: Speaker, purpose: str, shop: str) -> str:
    """Return the words of a purpose as a person reads them before consenting."""
    return words.tr(WORDINGS[purpose], shop=shop)


def wording_hash(text: str) -> str:
    """Return the hash by which a consent names the words that were shown."""
    return hashlib.sha256(text.encode()).hexdigest()
