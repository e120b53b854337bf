"""Points after a sale, as the customer is told them."""

import pytest

from kiosk.services.answers import BasketView, MemberView, MovementView
from kiosk.viewmodels.selfservice_payment import balance_after


@pytest.mark.parametrize(("before", "earned", "spent", "after"), [(0, 0, 0, 0), (1284, 25, 0, 1309), (100, 5, 60, 45)])
def test_the_balance_counts_this_sale(before: int, earned: int, spent: int, after: int) -> None:
    member = MemberView(id="m", tier="", balances={"POINT": before, "COFFEE": 7})
    moved = MovementView(programme="POINT", kind="points", earned=earned, spent=spent)
    assert balance_after(BasketView(member=member, movements=[moved])) == after


def test_without_a_member_there_is_no_balance() -> None:
    assert balance_after(BasketView(points_earned=3)) is None


def test_a_member_of_no_points_programme_has_none() -> None:
    assert balance_after(BasketView(member=MemberView(id="m", tier="", balances={}))) == 0
