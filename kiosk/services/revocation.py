"""Coupons that move with goods given back: one that the goods had earned goes, one that had paid for them comes back (laws 5, 6)."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from kiosk.domain.basket import Basket
from kiosk.domain.loyalty.uses import given_back
from kiosk.services import receipts
from kiosk.services.pricing import judged_now
from kiosk.services.receipts import Receipt
from kiosk.services.work import Terminal
from sync.protocol import tokens
from sync.protocol.facts import IssuedCoupon, OfferUse, RedeemedCoupon, RewardTaken, Sale, SoldLine
from sync.rules.pieces import pieces_left, was_sold
from sync.rules.uses import period_start

COUPON_ID_BYTES = 16


def revoked_by(terminal: Terminal, basket: Basket, redeemed: Iterable[RedeemedCoupon]) -> list[RedeemedCoupon]:
    """Return the coupons that finishing this ticket takes back: those whose sale no longer comes to what earned them."""
    used_now = {coupon.id for coupon in redeemed}
    lost = (coupon for receipt, lines in _returned(terminal, basket) for coupon in _lost(terminal, receipt, lines))
    return [coupon for coupon in lost if coupon.id not in used_now]


def restored_by(terminal: Terminal, basket: Basket) -> list[RedeemedCoupon]:
    """Return the coupons that finishing this ticket makes good again: those this till took for a sale of which nothing is kept now."""
    whole = (receipt for receipt, lines in _returned(terminal, basket) if receipt.source == "till" and _is_whole(receipt, lines))
    return [coupon for receipt in whole for coupon in receipt.sale.redeemed if terminal.store.right_used(coupon.id) is not None]


def issued_anew(terminal: Terminal, basket: Basket) -> list[IssuedCoupon]:
    """Return new coupons in the place of those that a sale of another till used up and that came back wholly.

    The old one stays used where it is at home; the new one, on the same terms, is at home here and prints with the return's receipt.
    """
    today = judged_now(terminal).date().isoformat()
    whole = (receipt for receipt, lines in _returned(terminal, basket) if receipt.source == "ledger" and _is_whole(receipt, lines))
    return [_anew(terminal, coupon) for receipt in whole for coupon in receipt.used if today <= coupon.valid_until]


def uses_given_back(terminal: Terminal, basket: Basket) -> list[OfferUse]:
    """Return the uses of limited offers that finishing this ticket gives back: those of sales of which nothing is kept now.

    A member's are theirs: on the ticket of another they stay used, for that one would have the offer once more. So do those of a period
    that is over: given back now, they would count for this one.
    """
    whole = (receipt for receipt, lines in _returned(terminal, basket) if _is_whole(receipt, lines) and _is_buyers(receipt.sale, basket))
    return [use for receipt in whole for use in given_back(receipt.sale.uses) if _is_of_now(terminal, receipt, use.offer)]


def rewards_given_back(terminal: Terminal, basket: Basket) -> list[RewardTaken]:
    """Return the claims, below zero, of rewards that finishing this ticket gives back to their stock: those of which no goods are kept now.

    Their points came back with the shares of the lines. An invitation, or a gift card, is borne by no goods and stays given.
    """
    return [
        RewardTaken(id=reward.id, programme=reward.programme, points=0, claims=-reward.claims)
        for receipt, lines in _returned(terminal, basket)
        for reward in receipt.sale.rewards
        if reward.claims > 0 and _is_back(receipt, lines, reward.id)
    ]


def _is_back(receipt: Receipt, lines: list[SoldLine], reward: str) -> bool:
    """Tell whether with these lines, and not before, all that a reward was for is back."""
    bearing = [line for line in receipt.sale.lines if was_sold(line) and any(share.id == reward for share in line.offers)]
    now = {line.origin.line for line in lines if line.origin is not None}
    back = _by_line([*receipt.already, *lines])
    moved = any(line.line in now for line in bearing)
    return moved and all(pieces_left(line, back.get(line.line, [])) <= 0 for line in bearing)


def _returned(terminal: Terminal, basket: Basket) -> list[tuple[Receipt, list[SoldLine]]]:
    """Return what is known of each receipt that the ticket gives back of, with its lines here."""
    by_receipt: dict[str, list[SoldLine]] = {}
    for line in basket.lines:
        if line.frozen is not None and line.frozen.origin is not None:
            by_receipt.setdefault(line.frozen.origin.receipt, []).append(line.frozen)
    found = ((receipts.told(terminal, number), lines) for number, lines in by_receipt.items())
    return [(receipt, lines) for receipt, lines in found if receipt is not None]


def _lost(terminal: Terminal, receipt: Receipt, lines: list[SoldLine]) -> list[RedeemedCoupon]:
    """An amount of 0: nothing was paid with it, and nothing will be. Goods alone earned it: deposits and gift cards keep none."""
    kept_minor = sum(line.gross_minor for line in (*receipt.sale.lines, *receipt.already, *lines) if not line.kind)
    earned = (coupon for coupon in receipt.sale.issued if not coupon.replaces and kept_minor < max(1, coupon.earned_from_minor))
    return [
        RedeemedCoupon(id=coupon.id, offer=coupon.offer, amount_minor=0)
        for coupon in earned
        if coupon.id not in receipt.spent and terminal.store.right_used(coupon.id) is None
    ]


def _is_whole(receipt: Receipt, lines: list[SoldLine]) -> bool:
    """Tell whether with these lines all that was sold is back."""
    back: Mapping[int, list[SoldLine]] = _by_line([*receipt.already, *lines])
    return all(pieces_left(line, back.get(line.line, [])) <= 0 for line in receipt.sale.lines if was_sold(line))


def _is_buyers(sale: Sale, basket: Basket) -> bool:
    return sale.member is None or (basket.member is not None and basket.member.id == sale.member.id)


def _is_of_now(terminal: Terminal, receipt: Receipt, offer: str) -> bool:
    rule = terminal.policy.index.by_id.get(offer)
    if rule is None or rule.offer.limits.per_member is None:
        return True
    judged, period = receipt.sale.evaluation, rule.offer.limits.period
    then = date.fromisoformat(judged.at[:10] if judged is not None else receipt.day)
    return period_start(period, then) == period_start(period, judged_now(terminal).date())


def _by_line(lines: Iterable[SoldLine]) -> dict[int, list[SoldLine]]:
    found: dict[int, list[SoldLine]] = {}
    for line in lines:
        if line.origin is not None:
            found.setdefault(line.origin.line, []).append(line)
    return found


def _anew(terminal: Terminal, old: IssuedCoupon) -> IssuedCoupon:
    identity, home = secrets.token_bytes(COUPON_ID_BYTES), terminal.identity.register
    token = tokens.CouponToken(
        identity,
        old.offer,
        old.amount_minor,
        old.min_gross_minor,
        old.valid_until,
        home,
        old.percent_bp,
        old.gives,
        tokens.member_tie(old.member) if old.member else b"",
        old.online,
    )
    code = tokens.sign(token, terminal.store.signer)
    return msgspec.structs.replace(old, id=identity.hex(), home=home, code=code, earned_from_minor=0, replaces=old.id)
