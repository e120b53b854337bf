"""Words, amounts and dates as a person reads them: gettext catalogues of `resources/locale` and Babel's formats."""

import gettext
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from zoneinfo import ZoneInfo

from sync.base.resources import resource
from sync.protocol.text import in_language

LANGUAGES = ("fr", "en")
_REGION = {"fr": "fr_FR", "en": "en_GB"}


class Words:
    """Speak one language. English is the source text."""

    def __init__(self, language: str, *, currency: str = "EUR", digits: int = 2, timezone: str = "Europe/Paris") -> None:
        self.language = language if language in LANGUAGES else "en"
        self.currency = currency
        self.digits = digits
        self.zone = ZoneInfo(timezone)
        self._locale = _REGION[self.language]

    def speaking(self, language: str) -> "Words":
        """Return the words of the same shop in another language; these, where they speak it already."""
        if language == self.language:
            return self
        return Words(language, currency=self.currency, digits=self.digits, timezone=self.zone.key)

    def tr(self, message: str, /, **params: object) -> str:
        """Return `message` in this language with its {placeholders} filled."""
        text = _catalogue(self.language).gettext(message)
        return text.format(**params) if params else text

    def tr_n(self, one: str, many: str, n: int, /, **params: object) -> str:
        """Return the form for `n`, which fills {n}."""
        return _catalogue(self.language).ngettext(one, many, n).format(n=self.number(n), **params)

    def money(self, minor: int, currency: str | None = None, digits: int | None = None, *, symbol: bool = True) -> str:
        """Format an amount in minor units; without `symbol` only the figures."""
        return _money(minor, currency or self.currency, self.digits if digits is None else digits, symbol, self.language)

    def number(self, value: int) -> str:
        """Format an integer with the language's grouping."""
        return _number(value, self.language)

    def weight(self, grams: int) -> str:
        """Format a weight in kilograms with three decimals."""
        from babel.numbers import format_decimal

        shown = format_decimal(Decimal(grams).scaleb(-3), format="0.000", locale=self._locale).replace("-", "\N{MINUS SIGN}")
        return f"{shown}\N{NO-BREAK SPACE}kg"

    def percent(self, rate_bp: int) -> str:
        """Format basis points as a percentage with as many decimals as it has."""
        from babel.numbers import format_percent

        return format_percent(Decimal(rate_bp).scaleb(-4), format="0.##\N{NO-BREAK SPACE}%", locale=self._locale)

    def date(self, iso: str, style: str = "long") -> str:
        """Format an ISO day; `style` is short, medium, long or full."""
        from babel.dates import format_date

        return format_date(date.fromisoformat(iso[:10]), format=style, locale=self._locale)

    def month(self, key: str) -> str:
        """Format a month, "2026-11", by its name and year."""
        from babel.dates import format_date

        return format_date(date.fromisoformat(f"{key}-01"), format="LLLL y", locale=self._locale)

    def time(self, iso: str) -> str:
        """Format the hour and minute of an ISO instant in the store's time zone."""
        return self._local(iso).strftime("%H:%M")

    def date_time(self, iso: str) -> str:
        """Format an ISO instant as day and time in the store's time zone."""
        return self._local(iso).strftime("%d/%m/%Y %H:%M")

    def _local(self, iso: str) -> datetime:
        moment = datetime.fromisoformat(iso)
        return moment.astimezone(self.zone) if moment.tzinfo else moment

    def error(self, code: str, params: Mapping[str, object] | None = None) -> str:
        """Return the calm sentence of an error code, with what to do next; an unknown code says so without jargon."""
        from sync.base.sentences import sentence

        spoken = {name: in_language(value, self.language) if isinstance(value, dict) else value for name, value in (params or {}).items()}
        return sentence(self, code, spoken)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    """Merge the catalogues of all domains; kept, as reading them takes longer than a receipt in the other language."""
    folder = resource("locale", language, "LC_MESSAGES")
    merged: gettext.NullTranslations = gettext.NullTranslations()
    if not folder.is_dir():
        return merged
    for item in sorted(folder.iterdir(), key=lambda found: found.name):
        if item.name.endswith(".mo"):
            domain = gettext.GNUTranslations(BytesIO(item.read_bytes()))
            domain.add_fallback(merged)
            merged = domain
    return merged


@lru_cache(maxsize=1_024)
def _number(value: int, language: str) -> str:
    """Format an integer; kept, as every scan says again how many articles there are and how many pieces a line has."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_REGION[language]).replace("-", "\N{MINUS SIGN}")


@lru_cache(maxsize=4_096)
def _money(minor: int, currency: str, places: int, symbol: bool, language: str) -> str:
    """Format an amount; kept, as a ticket shows the same prices again and again and Babel takes its time over each."""
    from babel.numbers import format_currency, format_decimal

    value, figures = Decimal(minor).scaleb(-places), f"#,##0.{'0' * places}" if places else "#,##0"
    if symbol:
        pattern = f"{figures}\N{NO-BREAK SPACE}¤" if language == "fr" else f"¤{figures}"
        shown = format_currency(value, currency, locale=_REGION[language], currency_digits=False, format=pattern)
    else:
        shown = format_decimal(value, format=figures, locale=_REGION[language])
    return shown.replace("-", "\N{MINUS SIGN}")
