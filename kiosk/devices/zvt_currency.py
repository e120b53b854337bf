"""The numbers of currencies (ISO 4217) that ZVT names them by, of the countries where its terminals stand and their neighbours."""

NUMBERS = {
    "BGN": 975,
    "CHF": 756,
    "CZK": 203,
    "DKK": 208,
    "EUR": 978,
    "GBP": 826,
    "GIP": 292,
    "HUF": 348,
    "ISK": 352,
    "NOK": 578,
    "PLN": 985,
    "RON": 946,
    "RSD": 941,
    "SEK": 752,
    "TRY": 949,
    "UAH": 980,
    "USD": 840,
}
EURO = "EUR"
NO_NUMBER = 0
"""No currency's: a terminal is asked for nothing in it."""


def number_of(currency: str) -> int:
    """Return a currency's number, NO_NUMBER for one that is not in the table."""
    return NUMBERS.get(currency, NO_NUMBER)
