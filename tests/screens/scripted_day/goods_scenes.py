"""Scenes of goods coming on the ticket and leaving it again."""

from sync.rules.barcode import check_digit
from tests.screens.scripted_day.day import Day
from tests.screens.scripted_day.shop import COLA, COLA_PACK, EMPTY, LAMP, OLD, PEAR, PEAR_PACK, WINE


def weight_label(weight_g: int) -> str:
    """Return the label of a bag of grapes."""
    body = f"2112345{weight_g:05d}"
    return f"{body}{check_digit(body)}"


def price_label(price_minor: int) -> str:
    """Return the label of a piece of cheese."""
    body = f"2305000{price_minor:05d}"
    return f"{body}{check_digit(body)}"


def plain(day: Day) -> None:
    day.some()
    day.paid()


def quantities(day: Day) -> None:
    day.do("scan", code=PEAR, times=day.random.randint(2, 5))
    day.do("scan", code=LAMP)
    day.do("quantity", line=1, quantity=9)
    day.do("quantity", line=1, quantity=day.random.randint(2, 6))
    day.do("quantity", line=2, quantity=2)
    day.paid()


def packs(day: Day) -> None:
    day.scan(PEAR_PACK, PEAR)
    day.do("scan", code=PEAR_PACK, times=2)
    day.paid()


def short_numbers(day: Day) -> None:
    day.do("add", sku="pear", plu="11")
    day.do("add", sku="menu", plu="7")
    day.do("load", weight_g=day.random.randint(100, 2000))
    day.do("weigh", sku="apple", plu="4011")
    day.paid()


def tiles(day: Day) -> None:
    day.do("add", sku="tea", department="food")
    day.do("add", sku="yogurt", department="food", times=3)
    day.do("add", sku="eco", department="home")
    day.paid()


def searched(day: Day) -> None:
    day.do("add", sku="lamp", text="lamp")
    day.paid()


def labels(day: Day) -> None:
    day.scan(weight_label(day.random.randint(50, 3000)), price_label(day.random.randint(100, 2500)), PEAR)
    day.paid()


def scale(day: Day) -> None:
    for _ in range(2):
        day.do("load", weight_g=day.random.randint(50, 3000))
        day.do("weigh", sku="grapes", department="all")
    day.do("load", weight_g=0)
    day.do("key_weight", sku="grapes", department="all", weight_g=day.random.randint(50, 3000))
    day.paid()


def open_prices(day: Day) -> None:
    day.do("open_price", sku="misc", department="home", price_minor=day.random.randint(50, 3000))
    day.do("open_price", "price_bounds", sku="misc", department="home", price_minor=9001)
    day.do("open_price", sku="misc", department="home", price_minor=day.random.randint(50, 3000))
    day.paid()


def price_checks(day: Day) -> None:
    day.scan(PEAR)
    day.do("price_check", code=LAMP)
    day.do("price_check", code=COLA, sku="cola")
    day.paid()


def voids(day: Day) -> None:
    day.scan(PEAR, LAMP, COLA)
    day.do("void", line=2)
    day.scan(LAMP)
    day.do("undo")
    day.do("undo")
    day.do("void", line=3)
    day.paid()


def not_sold(day: Day) -> None:
    day.scan(PEAR)
    day.do("scan", "unknown_code", code="4006381333948")
    day.do("scan", "wrong_check_digit", code="4006381333932")
    day.do("scan", "not_sellable", code=OLD)
    day.do("add", "goods_blocked", sku="paste", department="food")
    day.paid()


def containers(day: Day) -> None:
    day.scan(COLA_PACK)
    day.do("scan", code=COLA, times=3)
    day.do("scan", code=EMPTY, times=4)
    day.paid()


def empties_alone(day: Day) -> None:
    day.scan(EMPTY, EMPTY)
    day.do("pay", kind="cash")
    day.finished()


def age_proven(day: Day) -> None:
    day.do("scan", "age_check_needed", code=WINE, times=2)
    day.do("age", passed=True)
    day.scan(WINE)
    day.paid()


def age_not_proven(day: Day) -> None:
    day.scan(PEAR)
    day.do("scan", "age_check_needed", code=WINE)
    day.do("age", passed=False)
    day.paid()


def cancelled(day: Day) -> None:
    day.some()
    day.do("cancel")


def cancelled_with_cash_on_it(day: Day) -> None:
    day.scan(LAMP)
    day.do("pay", kind="cash", amount=1000)
    day.do("take_back")
    day.do("to_ticket")
    day.do("cancel")


SCENES = (
    plain, quantities, packs, short_numbers, tiles, searched, labels, scale, open_prices, price_checks, voids, not_sold, containers,
    empties_alone, age_proven, age_not_proven, cancelled, cancelled_with_cash_on_it,
)  # fmt: skip
