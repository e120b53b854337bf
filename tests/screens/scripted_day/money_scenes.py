"""Scenes of paying: cash, cards that say yes, no or nothing, cheques, vouchers, gift cards, credit, and all of them mixed."""

from tests.screens.scripted_day.day import Day
from tests.screens.scripted_day.shop import COLA, LAMP, PEAR, PEAR_PACK


def exact_cash(day: Day) -> None:
    day.sold(PEAR, COLA, kind="cash", exact=True)


def too_much_cash(day: Day) -> None:
    day.do("add", sku="gold", department="home")
    day.do("add", sku="tea", department="food")
    day.do("add", sku="tea", department="food")
    day.do("pay", "cash_limit", kind="cash", up_to=1000)
    day.do("pay", kind="card", half=True)
    day.paid("cash", up_to=1000)


def mixed(day: Day) -> None:
    day.scan(LAMP, COLA)
    day.do("pay", kind="cash", amount=500)
    day.do("pay", kind="cheque", half=True)
    day.paid("card_standalone")


def standalone_declined(day: Day) -> None:
    day.scan(LAMP)
    day.do("pay", kind="card_standalone", accepted=False)
    day.do("pay", kind="card_standalone", half=True)
    day.do("take_back")
    day.paid("card_standalone")


def card(day: Day) -> None:
    day.sold(LAMP, kind="card")


def card_in_parts(day: Day) -> None:
    day.scan(LAMP, PEAR)
    day.do("terminal", word="partial")
    day.do("pay", kind="card")
    day.paid("card")


def card_declined(day: Day) -> None:
    day.scan(LAMP)
    day.do("terminal", word="declined")
    day.do("pay", "card_declined", kind="card")
    day.paid()


def card_lost_and_found(day: Day) -> None:
    day.scan(LAMP)
    day.do("terminal", word="lost")
    day.do("pay", "card_uncertain", kind="card")
    day.do("ask_again")
    day.finished()


def card_silent(day: Day) -> None:
    day.scan(PEAR)
    day.do("terminal", word="silent")
    day.do("pay", "card_uncertain", kind="card")
    day.do("ask_again", "card_declined")
    day.paid()


def card_settled_by_a_person(day: Day) -> None:
    day.scan(LAMP)
    day.do("terminal", word="uncertain")
    day.do("pay", "card_uncertain", kind="card")
    accepted = day.random.random() < 0.5
    day.approved("card_word", accepted=accepted)
    if accepted:
        day.finished()
    else:
        day.paid()


def card_taken_back(day: Day) -> None:
    day.scan(LAMP)
    day.do("pay", kind="card", amount=1000)
    day.do("take_back")
    day.do("to_ticket")
    day.scan(PEAR)
    day.paid("card")


def cheque(day: Day) -> None:
    day.sold(LAMP, kind="cheque")


def voucher(day: Day) -> None:
    day.do("add", sku="menu", plu="7")
    day.scan(LAMP)
    day.do("pay", kind="voucher")
    day.paid()


def voucher_with_a_code(day: Day) -> None:
    day.scan(PEAR_PACK)
    day.do("pay", kind="voucher", code=f"TR-{day.tickets}", amount=300)
    day.paid()


def gift_card_sold_and_spent(day: Day) -> None:
    code = day.next_card()
    day.do("gift_card", amount_minor=3000, code=code)
    day.paid()
    day.scan(LAMP, LAMP)
    day.do("pay", kind="gift_card", code=code, amount=500)
    day.do("pay", kind="gift_card", code=code)
    day.paid()


def gift_card_with_goods(day: Day) -> None:
    day.scan(PEAR)
    day.do("gift_card", amount_minor=day.random.randrange(1000, 5000, 500), code=day.next_card())
    day.paid("card_standalone")


def gift_card_alone(day: Day) -> None:
    day.sold(PEAR, COLA, kind="gift_card", code="9800000100")


def refunded_to_its_card(day: Day) -> None:
    sold = day.sold(LAMP, kind="gift_card", code="9800000100")
    day.do("give_back", receipt=f"@number:{sold}")
    day.do("pay", kind="gift_card")
    day.finished()


def gift_card_taken_back(day: Day) -> None:
    day.do("gift_card", amount_minor=2000, code=day.next_card())
    sold = day.paid()
    day.do("give_back", receipt=f"@number:{sold}")
    day.do("pay", kind="cash")
    day.finished()


def credit(day: Day) -> None:
    sold = day.sold(LAMP, PEAR, kind="cheque")
    day.do("give_back", receipt=f"@receipt:{sold}", how="scanned")
    day.do("pay", kind="store_credit")
    given = day.finished()
    day.scan(COLA)
    day.paid("gift_card", code=f"@credit:{given}")
    day.scan(LAMP, PEAR)
    day.do("pay", kind="store_credit", code=f"@credit:{given}")
    day.paid()


SCENES = (
    exact_cash, too_much_cash, mixed, standalone_declined, card, card_in_parts, card_declined, card_lost_and_found, card_silent,
    card_settled_by_a_person, card_taken_back, cheque, voucher, voucher_with_a_code, gift_card_sold_and_spent, gift_card_with_goods,
    gift_card_alone, refunded_to_its_card, gift_card_taken_back, credit,
)  # fmt: skip
