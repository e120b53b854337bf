"""Scenes of what makes a ticket cheaper or taxed otherwise: discounts, prices, members, coupons, tax modes."""

from tests.screens.scripted_day.day import Day
from tests.screens.scripted_day.shop import COLA, LAMP, MEMBER, OTHER_MEMBER, PEAR


def line_discount(day: Day) -> None:
    day.scan(LAMP, PEAR)
    day.do("discount", line=1, percent_bp=500, reason="damaged")
    day.do("discount", line=2, amount_minor=10, reason="last of the box")
    day.paid()


def line_discount_approved(day: Day) -> None:
    day.scan(LAMP)
    day.approved("discount", line=1, percent_bp=day.random.randrange(1100, 6000, 50), reason="damaged")
    day.paid()


def basket_discount(day: Day) -> None:
    day.scan(LAMP, COLA)
    day.do("discount", percent_bp=1000, reason="damaged")
    day.paid()


def basket_discount_approved(day: Day) -> None:
    day.scan(LAMP, PEAR)
    day.approved("discount", amount_minor=day.random.randint(400, 1500), reason="waited long")
    day.paid()


def discount_taken_back(day: Day) -> None:
    day.scan(LAMP)
    day.do("discount", line=1, amount_minor=100, reason="damaged")
    day.do("undo")
    day.paid()


def staff_discount(day: Day) -> None:
    day.scan(LAMP, PEAR)
    day.do("staff_discount")
    day.paid()


def staff_discount_beyond(day: Day) -> None:
    day.scan(LAMP)
    day.do("staff_discount")
    day.approved("staff_discount")
    day.paid()


def other_price(day: Day) -> None:
    day.scan(LAMP)
    day.do("override", line=1, price_minor=day.random.randint(2300, 2700), reason="shelf label")
    day.scan(PEAR)
    day.paid()


def other_price_approved(day: Day) -> None:
    day.scan(LAMP, PEAR)
    day.approved("override", line=1, price_minor=day.random.randint(500, 2000), reason="damaged")
    day.paid()


def take_away(day: Day) -> None:
    day.do("add", sku="menu", department="food")
    day.do("mode", mode="take_away")
    day.paid()


def ate_in_after_all(day: Day) -> None:
    day.do("mode", mode="take_away")
    day.do("add", sku="menu", department="food")
    day.do("mode", mode="eat_in")
    day.paid()


def exempt(day: Day) -> None:
    day.scan(LAMP, LAMP)
    day.do("mode", mode="exempt")
    day.paid("card_standalone")


def member_scanned(day: Day) -> None:
    day.scan(LAMP, MEMBER)
    day.do("add", sku="tea", department="food")
    day.paid()


def member_typed(day: Day) -> None:
    day.do("member", code=OTHER_MEMBER)
    day.scan(LAMP)
    day.paid()


def member_found(day: Day) -> None:
    day.do("member_found", id="m1", text="claire")
    day.do("add", sku="bread", department="food")
    day.paid()


def member_taken_off(day: Day) -> None:
    day.scan(MEMBER, LAMP)
    day.do("member_off")
    day.paid()


def coupon_scanned(day: Day) -> None:
    earned = day.sold(LAMP)
    day.scan(LAMP, LAMP)
    day.do("scan", code=f"@coupon:{earned}")
    day.paid()
    day.scan(LAMP, LAMP)
    day.do("scan", "coupon_used", code=f"@coupon:{earned}")
    day.paid()


def coupon_typed(day: Day) -> None:
    earned = day.sold(LAMP)
    day.do("coupon", code=f"@coupon:{earned}")
    day.scan(LAMP, LAMP)
    day.paid()


SCENES = (
    line_discount, line_discount_approved, basket_discount, basket_discount_approved, discount_taken_back, staff_discount,
    staff_discount_beyond, other_price, other_price_approved, take_away, ate_in_after_all, exempt, member_scanned, member_typed,
    member_found, member_taken_off, coupon_scanned, coupon_typed,
)  # fmt: skip
