"""What a ticket leaves of its member's balances: rewards and tenders are spent, goods that come back give back."""

from kiosk.services.answers import BasketView, MemberView, MovementView, TenderView
from kiosk.services.wallet_views import BalanceRow, WalletView
from kiosk.viewmodels.member_balances import balance_after, left_of, points_programme, spent

MEMBER = MemberView(id="m1", tier="", balances={"STARS": 900, "CASH": 420})


def ticket(*tenders: TenderView, **moved: object) -> BasketView:
    movement = MovementView(programme="STARS", kind="points", **moved)  # type: ignore[arg-type]
    return BasketView(member=MEMBER, movements=[movement], tenders=list(tenders))


def test_the_programme_of_points_is_the_shops_own() -> None:
    assert points_programme(ticket()) == "STARS" and points_programme(BasketView()) == "POINT"


def test_a_reward_and_a_tender_are_both_spent() -> None:
    basket = ticket(TenderView(kind="points", amount_minor=200, programme="STARS", units=200), earned=12, spent=500)
    assert spent(basket, "STARS") == 700 and balance_after(basket, "STARS") == 212


def test_what_is_earned_for_later_is_not_there_yet() -> None:
    assert balance_after(ticket(earned=12, usable_from="2026-12-06"), "STARS") == 900


def test_what_comes_back_is_there_again() -> None:
    basket = ticket(TenderView(kind="points", amount_minor=200, programme="STARS", units=-200), reversed=12, restored=500)
    assert spent(basket, "STARS") == -700 and balance_after(basket, "STARS") == 1588


def test_nobody_has_nothing() -> None:
    assert balance_after(BasketView(), "STARS") == 0


def test_a_wallet_shows_what_is_left_and_what_that_is_worth() -> None:
    rows = (
        BalanceRow("STARS", "Stars", "points", 900, 450, expiring=600, expires="2026-12-31"),
        BalanceRow("CASH", "Cashback", "cashback", 420, 420),
        BalanceRow("NEW", "New", "points", 0, 0),
    )
    left = left_of(WalletView(member="m1", balances=rows), ticket(spent=500)).balances
    assert [(row.amount, row.worth_minor, row.expiring) for row in left] == [(400, 200, 400), (420, 420, 0), (0, 0, 0)]
