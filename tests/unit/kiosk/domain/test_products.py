"""Which of a product's prices is in force on a day, and which prices may be keyed."""

import msgspec
import pytest

from kiosk.domain.products import on_day, open_price, require_sellable
from sync.protocol.errors import Refusal
from sync.protocol.records import DatedPrice
from tests.unit.kiosk.domain.builders import piece

WEEK = DatedPrice(price_minor=80, since="2026-11-16", until="2026-11-22")
SUNDAY = DatedPrice(price_minor=70, since="2026-11-22", until="2026-11-22")
SINCE = DatedPrice(price_minor=120, since="2027-01-01")
UNTIL = DatedPrice(price_minor=60, until="2026-01-31")


@pytest.mark.parametrize(
    ("prices", "day", "price"),
    [
        ([], "2026-11-22", 100),
        ([WEEK], "2026-11-15", 100),
        ([WEEK], "2026-11-16", 80),
        ([WEEK], "2026-11-22", 80),
        ([WEEK], "2026-11-23", 100),
        ([WEEK, SUNDAY], "2026-11-22", 70),
        ([SUNDAY, WEEK], "2026-11-22", 80),
        ([SINCE, UNTIL], "2026-01-31", 60),
        ([SINCE, UNTIL], "2026-02-01", 100),
        ([SINCE, UNTIL], "2031-01-01", 120),
    ],
)
def test_the_last_that_fits_holds(prices: list[DatedPrice], day: str, price: int) -> None:
    assert on_day(msgspec.structs.replace(piece(100), prices=prices), day).price_minor == price


@pytest.mark.parametrize(
    ("least", "most", "price", "code"), [(None, None, 10**12, "amount_limit"), (5, None, 4, "price_bounds"), (None, 9, 10, "price_bounds")]
)
def test_a_price_out_of_bounds(least: int | None, most: int | None, price: int, code: str) -> None:
    product = msgspec.structs.replace(piece(None), least_minor=least, most_minor=most)
    with pytest.raises(Refusal, match=code):
        open_price(product, price, 10**12)


@pytest.mark.parametrize(("least", "most", "price"), [(None, None, 0), (5, 9, 5), (5, 9, 9)])
def test_a_price_within_bounds(least: int | None, most: int | None, price: int) -> None:
    assert open_price(msgspec.structs.replace(piece(None), least_minor=least, most_minor=most), price, 10**12) == price


def test_a_recall_is_told_before_anything_else() -> None:
    with pytest.raises(Refusal, match="goods_blocked"):
        require_sellable(msgspec.structs.replace(piece(100, sellable=False), blocked="Recalled."))
    with pytest.raises(Refusal, match="not_sellable"):
        require_sellable(piece(100, sellable=False))
    require_sellable(piece(100))
