"""The member's wallet as screens read it: what is held, what can be had for it, how far the next tier is. Nothing here names a person."""

import msgspec

from sync.protocol.text import Text


class Wallet(msgspec.Struct, frozen=True):
    """Asks for the wallet of a member, by default of the one on the open ticket; its answer is None where there is none."""

    member: str = ""


class BalanceRow(msgspec.Struct, frozen=True):
    """A balance of points or cashback: `amount` may be spent now and is worth `worth_minor`, `pending` not yet; `expiring` of it ends with
    the local day `expires` (empty: nothing does). `tender` says whether it may pay, in steps of `step`, at least `least`."""

    programme: str
    name: Text
    kind: str
    amount: int
    worth_minor: int
    pending: int = 0
    expiring: int = 0
    expires: str = ""
    tender: bool = False
    step: int = 1
    least: int = 1


class TierRow(msgspec.Struct, frozen=True):
    """Where a member stands in a programme of tiers: `have` of `need` (by points, spend in minor units, or visits) towards the next one,
    0 and no name when none is above; held until the local day `until`."""

    programme: str
    tier: str
    name: Text
    by: str
    have: int
    need: int = 0
    next_name: Text = ""
    until: str = ""
    perks: tuple[Text, ...] = ()


class PunchRow(msgspec.Struct, frozen=True):
    """A punch card: `have` of `needs` dots."""

    programme: str
    name: Text
    have: int
    needs: int


class RewardRow(msgspec.Struct, frozen=True):
    """A reward of a programme for `points`; `lacks` more points are needed (0: it can be had), `taken` claims lie on the open ticket.

    `cause` is why it cannot be had besides points (tiers, stock, stopped, ledger: it cannot be asked now), empty when it can. `repeat`
    allows further claims.
    """

    id: str
    programme: str
    name: Text
    kind: str
    points: int
    lacks: int = 0
    taken: int = 0
    cause: str = ""
    repeat: bool = False


class HeldCouponRow(msgspec.Struct, frozen=True):
    """A coupon that is tied to the member: by amount, percentage or an offer's name; `needs_minor` is the least basket."""

    id: str
    name: Text
    valid_until: str
    amount_minor: int = 0
    percent_bp: int = 0
    needs_minor: int = 0


class MembershipRow(msgspec.Struct, frozen=True):
    """A paid membership; `remind` once its end is near enough to say so."""

    programme: str
    name: Text
    until: str
    remind: bool = False


class PurchaseRow(msgspec.Struct, frozen=True):
    """An earlier purchase that this terminal knows of."""

    number: str
    at: str
    gross_minor: int


class WalletView(msgspec.Struct, frozen=True):
    """All that a member holds, in the order of the shop's programmes; `as_of` is when the ledger last told it (ISO 8601, empty: never)."""

    member: str
    balances: tuple[BalanceRow, ...] = ()
    tiers: tuple[TierRow, ...] = ()
    punches: tuple[PunchRow, ...] = ()
    rewards: tuple[RewardRow, ...] = ()
    coupons: tuple[HeldCouponRow, ...] = ()
    memberships: tuple[MembershipRow, ...] = ()
    purchases: tuple[PurchaseRow, ...] = ()
    as_of: str = ""
