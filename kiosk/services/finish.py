"""The end of a ticket: one journal entry, the paper, the coupons, the points and the next ticket, in one commit."""

import secrets
from collections.abc import Iterable

import msgspec

from kiosk.domain import tenders
from kiosk.domain.basket import Basket
from kiosk.services import gift_cards, paper_queue, papers, present, rewards, training
from kiosk.services.commands import Finish
from kiosk.services.pricing import evaluated, judged_now
from kiosk.services.revocation import issued_anew, restored_by, revoked_by, rewards_given_back, uses_given_back
from kiosk.services.session import Evaluated
from kiosk.services.ticket import require_basket, require_settled
from kiosk.services.work import Work
from sync.protocol import facts, tokens
from sync.protocol.errors import Refusal
from sync.protocol.ids import card_id
from sync.protocol.offers import ReceiptCouponOffer
from sync.rules.calendar import valid_until
from sync.rules.gift_cards import GIFT_CARD

_COUPON_ID_BYTES = 16


def finish(work: Work, command: Finish) -> None:
    """Finish the ticket: it is sold once this returns to a committed unit, and not before."""
    open_basket = require_basket(work)
    if not open_basket.lines:
        raise Refusal("basket_empty")
    require_settled(work)
    if not open_basket.tenders:
        # Each tender asked already; where goods outweigh what comes back, none was ever taken.
        gift_cards.require_unspent(work, open_basket)
    evaluation = evaluated(work.terminal, work.session, open_basket, whole=True)
    result = evaluation.result
    settled = tenders.settle(result.gross_minor, open_basket.tenders, work.terminal.policy.shop.cash_rounding)
    if not settled.complete:
        raise Refusal("not_paid" if settled.due_minor > 0 else "not_paid_out", due_minor=settled.due_minor)
    sale = _sale(work, open_basket, evaluation, settled, command)
    work.holds_kept |= _holds_used(sale)
    seq = training.keep(work, sale) if work.session.training else _sell(work, sale)
    work.show = present.sold(work.terminal, open_basket, sale, result)
    work.extra["receipt"] = {"number": sale.number, "code": _code(work, sale)}
    work.extra["epoch"] = work.terminal.store.identity.epoch
    work.extra["seq"] = seq
    work.extra["hash"] = work.unit.head.hash.hex()
    work.change("basket", "member", basket=None, undo=(), age_asked=None, reversed=(), refused=())


def _code(work: Work, sale: facts.Sale) -> str:
    """Sign what the receipt's QR holds. Practice is signed nothing: another till would give money back for it."""
    return "" if work.session.training else papers.receipt_code(work.terminal, sale, work.at)


def _sell(work: Work, sale: facts.Sale) -> int:
    """Journal the sale and queue its paper."""
    seq = work.unit.append(sale)
    paper_queue.sold(work, sale, seq)
    gift_cards.tell_codes(work, sale)
    return seq


def _sale(work: Work, basket: Basket, evaluation: Evaluated, settled: tenders.Settlement, command: Finish) -> facts.Sale:
    result = evaluation.result
    return facts.Sale(
        basket=basket.id,
        number=training.next_number(work) if work.session.training else str(work.unit.next_number()),
        lines=[_dated(work, line) for line in result.lines],
        taxes=result.taxes,
        net_minor=result.net_minor,
        tax_minor=result.tax_minor,
        gross_minor=result.gross_minor,
        discount_minor=result.discount_minor,
        rounding_minor=settled.rounding_minor,
        change_minor=settled.change_minor,
        tenders=basket.tenders,
        member=basket.member,
        points=result.points,
        issued=_issued(work, basket, result.to_issue),
        redeemed=result.redeemed,
        revoked=revoked_by(work.terminal, basket, result.redeemed),
        restored=restored_by(work.terminal, basket),
        uses=[*result.uses, *uses_given_back(work.terminal, basket)],
        rewards=[*(_reward(work, basket, reward) for reward in result.rewards), *rewards_given_back(work.terminal, basket)],
        evaluation=result.evaluation(evaluation.bundle, evaluation.at, evaluation.asked),
        mode=basket.mode,
        paper=command.paper,
        language=command.language or basket.language,
        suggested=result.suggested,
    )


def _holds_used(sale: facts.Sale) -> set[str]:
    """Return the reservations that this sale confirms; the others on its ticket go back."""
    used = [each.hold for each in sale.redeemed] + [each.hold for each in sale.rewards] + [each.hold for each in sale.tenders]
    return set(filter(None, used))


def _dated(work: Work, line: facts.SoldLine) -> facts.SoldLine:
    """A gift card is good from the day it is sold, or topped up, for as long as the shop says."""
    if line.kind != GIFT_CARD or line.origin is not None:
        return line
    return msgspec.structs.replace(line, valid_until=gift_cards.last_day_of(work, line.card))


def _issued(work: Work, basket: Basket, offers: Iterable[ReceiptCouponOffer]) -> list[facts.IssuedCoupon]:
    """Practice makes no coupon: its signature would be as good as any."""
    if work.session.training:
        return []
    return [*(_issue(work, basket, offer) for offer in offers), *issued_anew(work.terminal, basket)]


def _issue(work: Work, basket: Basket, offer: ReceiptCouponOffer) -> facts.IssuedCoupon:
    """Sign a coupon at home here; its random id is what makes it single (DESIGN section 7)."""
    until = valid_until(offer.valid, judged_now(work.terminal).date()).isoformat()
    identity = secrets.token_bytes(_COUPON_ID_BYTES)
    home = work.terminal.identity.register
    member = member_of(basket) if offer.tied else ""
    token = tokens.CouponToken(
        identity,
        offer.id,
        offer.amount_minor,
        offer.needs.min_gross_minor,
        until,
        home,
        offer.percent_bp,
        offer.gives,
        tokens.member_tie(member) if member else b"",
        offer.online,
    )
    return facts.IssuedCoupon(
        id=identity.hex(),
        offer=offer.id,
        amount_minor=offer.amount_minor,
        min_gross_minor=offer.needs.min_gross_minor,
        valid_until=until,
        home=home,
        code=tokens.sign(token, work.terminal.store.signer),
        earned_from_minor=offer.when.min_gross_minor or 0,
        percent_bp=offer.percent_bp,
        gives=offer.gives,
        member=member,
        online=offer.online,
    )


def member_of(basket: Basket) -> str:
    """Return the ticket's member, empty for none."""
    return basket.member.id if basket.member is not None else ""


def _reward(work: Work, basket: Basket, reward: facts.RewardTaken) -> facts.RewardTaken:
    """Return a reward with its reservation, and the gift card it gives where it is one; practice gives none."""
    held = next(each for each in basket.rewards if each.id == reward.id)
    card_minor = rewards.card_minor(work.terminal, held)
    if not card_minor or work.session.training:
        return msgspec.structs.replace(reward, hold=held.hold)
    card = card_id(gift_cards.reward_card(work.terminal, basket.id, reward.id))
    return msgspec.structs.replace(reward, hold=held.hold, card=card, amount_minor=reward.claims * card_minor)
