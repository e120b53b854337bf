"""Scenes of goods that come back, papers that are wanted again, cash that moves, and people who take over from each other."""

from tests.screens.scripted_day.day import Day
from tests.screens.scripted_day.shop import COLA, LAMP, MEMBER, PEAR

BUYERS = (
    {"name": "Durand SARL", "address": "2 rue du Port\n69001 Lyon", "vat_number": "FR40303265045"},
    {"name": "Petit et fils", "address": "3 place du Pont, 69002 Lyon"},
)


def whole_return(day: Day) -> None:
    sold = day.sold(PEAR, LAMP)
    day.do("give_back", receipt=f"@number:{sold}")
    day.do("pay", kind="cash")
    day.finished()
    day.scan(PEAR)
    day.do("scan", "nothing_left", code=f"@receipt:{sold}")
    day.paid()


def return_by_scan(day: Day) -> None:
    sold = day.sold(COLA, COLA, LAMP)
    day.do("scan", code=f"@receipt:{sold}")
    day.do("pay", kind="cash")
    day.finished()


def returned_piece_by_piece(day: Day) -> None:
    day.do("scan", code=PEAR, times=5)
    day.scan(LAMP, MEMBER)
    day.do("discount", amount_minor=100, reason="damaged")
    sold = day.paid()
    for how, pieces in (("scanned", 2), ("typed", 1)):
        day.do("give_back", receipt=f"@receipt:{sold}" if how == "scanned" else f"@number:{sold}", how=how, pieces={1: pieces})
        day.do("pay", kind="cash")
        day.finished()
    day.do("give_back", receipt=f"@number:{sold}", how="recent")
    day.do("pay", kind="cash")
    day.finished()


def return_to_a_card(day: Day) -> None:
    sold = day.sold(LAMP, kind="card")
    day.do("give_back", receipt=f"@number:{sold}")
    day.do("pay", kind="card")
    day.finished()


def return_to_a_separate_card(day: Day) -> None:
    sold = day.sold(LAMP, kind="card_standalone")
    day.do("give_back", receipt=f"@number:{sold}")
    day.do("pay", kind="card_standalone")
    day.finished()


def cash_for_a_card_approved(day: Day) -> None:
    sold = day.sold(LAMP, kind="card_standalone")
    day.do("give_back", receipt=f"@number:{sold}")
    day.approved("pay", kind="cash")
    day.finished()


def exchange_for_more(day: Day) -> None:
    sold = day.sold(PEAR)
    day.do("give_back", receipt=f"@number:{sold}")
    day.scan(LAMP)
    day.paid()


def exchange_for_less(day: Day) -> None:
    sold = day.sold(LAMP)
    day.scan(PEAR)
    day.do("give_back", receipt=f"@number:{sold}")
    day.do("pay", kind="cash")
    day.finished()


def exchange_for_the_same(day: Day) -> None:
    sold = day.sold(LAMP)
    day.do("give_back", receipt=f"@number:{sold}")
    day.scan(LAMP)
    day.do("nothing_to_pay")
    day.finished()


def papers(day: Day) -> None:
    day.sold(PEAR, LAMP)
    day.do("duplicate")
    day.do("gift_receipt")
    day.do("duplicate")
    day.do("invoice", buyer=day.random.choice(BUYERS))


def papers_of_an_older_ticket(day: Day) -> None:
    older = day.sold(LAMP)
    day.sold(PEAR)
    day.do("copy_of", receipt=f"@number:{older}")


def held(day: Day) -> None:
    day.some()
    day.do("hold")
    ticket = day.next_held()
    day.sold(PEAR)
    day.do("recall", ticket=ticket)
    day.paid()


def held_for_a_colleague(day: Day) -> None:
    day.some()
    day.do("hold")
    ticket = day.next_held()
    day.come("ben" if day.staff != "ben" else "ana")
    day.do("recall", ticket=ticket)
    day.scan(COLA)
    day.paid()


def locked(day: Day) -> None:
    day.scan(LAMP)
    day.do("lock")
    day.do("unlock", staff=day.staff)
    day.paid()


def handed_over(day: Day) -> None:
    day.scan(LAMP)
    day.do("lock")
    day.staff = "ben" if day.staff != "ben" else "ana"
    day.do("unlock", staff=day.staff)
    day.scan(PEAR)
    day.paid()


def approver_mistakes(day: Day) -> None:
    day.scan(LAMP)
    day.do("discount", "approval_needed", line=1, percent_bp=5000, reason="damaged")
    day.do("approve", "wrong_pin", staff="max", pin="654321")
    day.do("approve", staff="max")
    day.paid()


def training(day: Day) -> None:
    before = day.staff
    day.come("max")
    day.do("train", on=True)
    day.scan(LAMP, PEAR)
    day.do("void", line=2)
    day.do("pay", kind="cash", up_to=1000)
    day.do("finish", paper="paper")
    day.scan(PEAR)
    day.do("cancel")
    day.do("train", on=False)
    day.come(before)


def drawer(day: Day) -> None:
    day.do("no_sale", reason="change")
    day.do("paid_in", amount_minor=day.random.randrange(1000, 5000, 50), reason="change")
    day.do("paid_out", amount_minor=day.random.randrange(100, 2000, 10), reason="supplier")
    day.do("paid_out", amount_minor=350, reason="stamps")
    day.do("drop", amount_minor=day.random.randrange(1000, 4000, 500), reason="safe", bag=f"B-{day.tickets}")


def look_at_figures(day: Day) -> None:
    day.approved("x_report")


SCENES = (
    whole_return, return_by_scan, returned_piece_by_piece, return_to_a_card, return_to_a_separate_card, cash_for_a_card_approved,
    exchange_for_more, exchange_for_less, exchange_for_the_same, papers, papers_of_an_older_ticket, held, held_for_a_colleague, locked,
    handed_over, approver_mistakes, training, drawer, look_at_figures,
)  # fmt: skip
