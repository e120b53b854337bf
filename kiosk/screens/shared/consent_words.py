"""What a consent is for, in a few words; the wording itself is `sync.base.consents`'."""

from collections.abc import Callable

from sync.base.words import Words

_TITLES: dict[str, Callable[[Words], str]] = {
    "loyalty": lambda w: w.tr("The programme"),
    "email": lambda w: w.tr("Offers by e-mail"),
    "sms": lambda w: w.tr("Offers by text message"),
    "post": lambda w: w.tr("Offers by post"),
    "birthday": lambda w: w.tr("A birthday greeting"),
    "profiling": lambda w: w.tr("Offers chosen for me"),
}


def consent_title(words: Words, purpose: str) -> str:
    """Return what a consent is for."""
    return _TITLES[purpose](words) if purpose in _TITLES else purpose
