"""What an open ticket leaves of its member's balances, as every face tells it: what lies on it of rewards and tenders is spent."""

from msgspec.structs import replace

from kiosk.services.answers import BasketView
from kiosk.services.wallet_views import BalanceRow, WalletView

POINTS = "points"
_USUAL = "POINT"
"""What the programme of points is called where no answer names it."""


def points_programme(basket: BasketView) -> str:
    """Return the id of the programme whose points the ticket moves."""
    return next((each.programme for each in basket.movements if each.kind == POINTS), _USUAL)


def spent(basket: BasketView, programme: str) -> int:
    """Return what the ticket spends of a programme; less than nothing where goods that come back give it back."""
    moved = sum(each.spent - each.restored for each in basket.movements if each.programme == programme)
    return moved + sum(each.units for each in basket.tenders if each.programme == programme)


def balance_after(basket: BasketView, programme: str) -> int:
    """Return what the member has once this ticket is finished, and may spend at once; what is earned for later is told apart."""
    have = basket.member.balances.get(programme, 0) if basket.member is not None else 0
    moved = (each for each in basket.movements if each.programme == programme)
    earned = sum((0 if each.usable_from else each.earned) - each.reversed for each in moved)
    return have + earned - spent(basket, programme)


def left_of(wallet: WalletView, basket: BasketView) -> WalletView:
    """Return a wallet with what the open ticket leaves of each balance, and what that is worth."""
    return replace(wallet, balances=tuple(_left(row, basket) for row in wallet.balances))


def _left(row: BalanceRow, basket: BasketView) -> BalanceRow:
    left = row.amount - spent(basket, row.programme)
    worth_minor = left * row.worth_minor // row.amount if row.amount else 0
    return replace(row, amount=left, worth_minor=worth_minor, expiring=min(row.expiring, max(left, 0)))
