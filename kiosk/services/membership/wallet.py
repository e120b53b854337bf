"""What a member holds, for their own eyes: balances, tiers, cards, rewards, coupons, purchases. No name and no contact is in it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from kiosk.domain.basket import new_basket
from kiosk.domain.policy import Circumstances
from kiosk.services import member_facts, points
from kiosk.services.circumstances import circumstances_of
from kiosk.services.commands import ShowWallet
from kiosk.services.membership import kept, ticket_member
from kiosk.services.pricing import judged_now
from kiosk.services.session import Session
from kiosk.services.wallet_views import (
    BalanceRow,
    HeldCouponRow,
    MembershipRow,
    PunchRow,
    PurchaseRow,
    RewardRow,
    TierRow,
    WalletView,
)
from kiosk.services.work import Terminal, Work
from sync.protocol.envelope import decode_body
from sync.protocol.facts import IssuedCoupon, MemberRef
from sync.protocol.programmes import (
    CashbackProgramme,
    MembershipProgramme,
    PointsProgramme,
    PunchProgramme,
    Reward,
    Spend,
    TiersProgramme,
    unit_value_minor,
)
from sync.protocol.records import Member
from sync.rules import tiers
from sync.rules.member_accounts import Held

PURCHASES_LIMIT = 20
_Kind = TypeVar("_Kind")
_WHOLE = Spend()
_NO_TICKET = new_basket("", "", "")


class _Held:
    """A member as this till knows them now: the ledger's record, what was added here, and the open ticket if it is theirs."""

    def __init__(self, terminal: Terminal, member: Member, session: Session) -> None:
        self.terminal, self.member, basket = terminal, member, session.basket
        known = member_facts.MemberFacts(terminal, member)
        self.reference: MemberRef = known.reference
        self.accounts = known.accounts
        self.tiers = known.tiers
        self.memberships = known.memberships
        mine = basket is not None and basket.member is not None and basket.member.id == member.id
        self.basket = basket if mine else None
        self.today: date = judged_now(terminal).date()
        self.free_minor = points.free_minor(terminal, session, basket or _NO_TICKET, self.reference)


def of(terminal: Terminal, session: Session, id: str, as_of: str) -> WalletView | None:
    """Return the wallet of a member, by default of the ticket's; None where there is none, or nobody proved to be them."""
    basket = session.basket
    mine = basket.member if basket is not None else None
    wanted = id or (mine.id if mine is not None else "")
    if mine is not None and mine.id == wanted and not mine.proven:
        return None
    member = kept.record_of(terminal, wanted) if wanted else None
    return None if member is None else view(terminal, member, session, as_of)


def show(work: Work, command: ShowWallet) -> None:
    """Answer with a member's wallet, as TILL.md's `wallet`."""
    member = ticket_member.named(work, command.id)
    work.extra["wallet"] = view(work.terminal, member, work.session, "")


def view(terminal: Terminal, member: Member, session: Session, as_of: str) -> WalletView:
    """Return all that a member holds."""
    held = _Held(terminal, member, session)
    return WalletView(
        member=member.id,
        balances=tuple(_balances(held)),
        tiers=tuple(_tier(each, held) for each in _of_kind(terminal, TiersProgramme)),
        punches=tuple(_punch(each, held) for each in _of_kind(terminal, PunchProgramme)),
        rewards=tuple(_rewards(held)),
        coupons=tuple(_coupons(held)),
        memberships=tuple(_memberships(held)),
        purchases=tuple(_purchases(held)),
        as_of=as_of,
    )


def _of_kind(terminal: Terminal, kind: type[_Kind]) -> list[_Kind]:
    return [programme for programme in terminal.policy.programmes if isinstance(programme, kind)]


def _balances(held: _Held) -> Iterator[BalanceRow]:
    for programme in held.terminal.policy.programmes:
        if not isinstance(programme, PointsProgramme | CashbackProgramme):
            continue
        spend = programme.spend if isinstance(programme, PointsProgramme) else _WHOLE
        amount = held.reference.balances.get(programme.id, 0)
        account, today = held.accounts.get(programme.id, Held()).account, held.today.isoformat()
        ending, day = account.next_end(today) or (0, "")
        yield BalanceRow(
            programme=programme.id,
            name=programme.name,
            kind="points" if isinstance(programme, PointsProgramme) else "cashback",
            amount=amount,
            worth_minor=amount * unit_value_minor(programme),
            pending=account.pending(today),
            expiring=min(ending, max(amount, 0)),
            expires=day if amount > 0 else "",
            tender=spend.tender,
            step=spend.step,
            least=spend.least,
        )


def _tier(programme: TiersProgramme, held: _Held) -> TierRow:
    state = held.tiers[programme.id]
    now = next((tier for tier in programme.tiers if tier.id == state.tier), None)
    following = tiers.following(programme, state)
    return TierRow(
        programme=programme.id,
        tier=state.tier,
        name=now.name if now else "",
        by=programme.by,
        have=state.have,
        need=following.need if following else 0,
        next_name=following.name if following else "",
        until=state.until or "",
        perks=tuple(now.perks) if now else (),
    )


def _punch(programme: PunchProgramme, held: _Held) -> PunchRow:
    have = held.reference.balances.get(programme.id, 0)
    return PunchRow(programme=programme.id, name=programme.name, have=min(max(have, 0), programme.needs), needs=programme.needs)


def _rewards(held: _Held) -> Iterator[RewardRow]:
    circumstances = circumstances_of(held.terminal, held.basket or _NO_TICKET)
    for programme in _of_kind(held.terminal, PointsProgramme):
        left = held.reference.balances.get(programme.id, 0) - _laid(held, programme)
        for reward in programme.rewards:
            yield RewardRow(
                id=reward.id,
                programme=programme.id,
                name=reward.name,
                kind=reward.kind,
                points=reward.points,
                lacks=max(reward.points - left, 0),
                taken=_taken(held, reward.id),
                cause=_cause(reward, held.reference.tier, circumstances) or _away(held, programme, reward),
                repeat=reward.repeat,
            )


def _cause(reward: Reward, tier: str, circumstances: Circumstances) -> str:
    if reward.id in circumstances.stopped:
        return "stopped"
    if reward.tiers and tier not in reward.tiers:
        return "tiers"
    return "stock" if reward.stock is not None and circumstances.stock.get(reward.id, 0) < 1 else ""


def _away(held: _Held, programme: PointsProgramme, reward: Reward) -> str:
    """Tell whether the ledger would have to be asked and is away: the limit without it leaves less than the reward is worth."""
    beyond = held.free_minor is not None and reward.points * programme.value_minor > held.free_minor
    return "ledger" if beyond and not _taken(held, reward.id) else ""


def _taken(held: _Held, reward: str) -> int:
    return sum(each.claims for each in held.basket.rewards if each.id == reward) if held.basket else 0


def _laid(held: _Held, programme: PointsProgramme) -> int:
    """Return the points that the rewards on the open ticket cost."""
    return sum(reward.points * _taken(held, reward.id) for reward in programme.rewards)


def _memberships(held: _Held) -> Iterator[MembershipRow]:
    for programme in _of_kind(held.terminal, MembershipProgramme):
        until = held.memberships.get(programme.id, "")
        if until >= held.today.isoformat():
            remind = date.fromisoformat(until) - timedelta(days=programme.remind_days) <= held.today
            yield MembershipRow(programme=programme.id, name=programme.name, until=until, remind=remind)


def _purchases(held: _Held) -> Iterator[PurchaseRow]:
    for number in held.terminal.store.purchases_of(held.member.id, PURCHASES_LIMIT):
        found = held.terminal.store.found_sale(number)
        if found is not None:
            yield PurchaseRow(number=number, at=decode_body(found.entry.body).at, gross_minor=found.sale.gross_minor)


def _coupons(held: _Held) -> Iterator[HeldCouponRow]:
    """Coupons of purchases here that are tied to the member and still good."""
    names = {offer.id: offer.name for offer in held.terminal.policy.offers}
    for coupon in _issued(held):
        if coupon.member == held.member.id and coupon.valid_until >= held.today.isoformat() and _is_open(held.terminal, coupon):
            yield HeldCouponRow(
                id=coupon.id,
                name=names.get(coupon.gives or coupon.offer, ""),
                valid_until=coupon.valid_until,
                amount_minor=coupon.amount_minor,
                percent_bp=coupon.percent_bp,
                needs_minor=coupon.min_gross_minor,
            )


def _issued(held: _Held) -> Iterable[IssuedCoupon]:
    for number in held.terminal.store.purchases_of(held.member.id, PURCHASES_LIMIT):
        found = held.terminal.store.found_sale(number)
        yield from found.sale.issued if found is not None else ()


def _is_open(terminal: Terminal, coupon: IssuedCoupon) -> bool:
    return terminal.store.right_used(coupon.id) is None
