"""Notes and coins by currency, in minor units, greatest first; a currency not listed gets the 1-2-5 series all modern ones follow."""

from typing import NamedTuple


class Denominations(NamedTuple):
    """What lies in a drawer."""

    notes: tuple[int, ...]
    coins: tuple[int, ...]


_BY_CURRENCY = {
    "EUR": Denominations((20_000, 10_000, 5_000, 2_000, 1_000, 500), (200, 100, 50, 20, 10, 5, 2, 1)),
    "GBP": Denominations((5_000, 2_000, 1_000, 500), (200, 100, 50, 20, 10, 5, 2, 1)),
    "CHF": Denominations((100_000, 20_000, 10_000, 5_000, 2_000, 1_000), (500, 200, 100, 50, 20, 10, 5)),
    "USD": Denominations((10_000, 5_000, 2_000, 1_000, 500, 100), (25, 10, 5, 1)),
}
_ANY = Denominations((50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500), (200, 100, 50, 20, 10, 5, 2, 1))


def denominations_of(currency: str) -> Denominations:
    """Return a currency's notes and coins. Notes withdrawn from issue (the 500 euro note) are taken, but not expected."""
    return _BY_CURRENCY.get(currency, _ANY)
