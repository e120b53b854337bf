"""Gift cards and store credit at the till: sold as a debt, spent like money, loaded by a refund, and known by their ids alone.

What is left on one is `card_balances`'. Two tills that spend the same money at once are found by the ledger, which opens a case and refuses
nothing (law 5).
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.domain.pricing import Priced
from kiosk.domain.tenders import Means
from kiosk.services.answers import Answer
from kiosk.services.card_balances import Held, find, require_known
from kiosk.services.commands import SellGiftCard, TenderMoney
from kiosk.services.holds import Outcome
from kiosk.services.pricing import judged_now, today
from kiosk.services.refunds import paid_by_cards
from kiosk.services.ticket import current, put_basket
from kiosk.services.work import Terminal, Work
from sync.base.words import LANGUAGES, Words
from sync.protocol import tokens
from sync.protocol.envelope import decode_body
from sync.protocol.errors import Refusal
from sync.protocol.facts import RecoveryGiven, Sale, Tender
from sync.protocol.ids import card_id
from sync.rules import gift_cards as rules
from sync.rules import gtin
from sync.rules.gift_cards import CARD_KINDS, GIFT_CARD, STORE_CREDIT


def sell(work: Work, command: SellGiftCard) -> None:
    """Put a gift card into the ticket: a new one, or one that is topped up."""
    work.require_day()
    if _is_something_else(work.terminal, command.code):
        raise Refusal("not_a_gift_card", field="code")
    card = card_id(command.code)
    held = find(work.terminal, card)
    if held is not None and held.balance_minor > 0:
        _require_not_expired(work.terminal, held)
    put_basket(work, baskets.add_gift_card(current(work), card, command.amount_minor, dict(_names())))


def spend(work: Work, open_basket: Basket, priced: Priced, command: TenderMoney) -> Means:
    """Return the means to pay with a card: at most what is left on it, and, unless the shop allows it, for no other card."""
    code = _require_code(command)
    held = require_known(work.terminal, code)
    _require_not_expired(work.terminal, held)
    left = held.balance_minor - _spent_here(open_basket, held.id) - _given_back(open_basket, held.id)
    if left <= 0:
        raise Refusal("gift_card_empty", field="code")
    kind = STORE_CREDIT if rules.is_credit_code(code) else GIFT_CARD
    goods_minor = _goods_left(work.terminal, open_basket, priced)
    if goods_minor is None or left <= goods_minor:
        return Means(kind=kind, most_minor=left, most_code="gift_card_balance", card=held.id)
    if goods_minor <= 0:
        raise Refusal("gift_card_for_card", field="kind")
    return Means(kind=kind, most_minor=goods_minor, most_code="gift_card_goods", card=held.id)


def _goods_left(terminal: Terminal, open_basket: Basket, priced: Priced) -> int | None:
    """Return what cards may still pay of a ticket that sells one, None for any other: a stolen card's money would come out of a new one
    clean, and its last day be put off for ever."""
    sold = sum(line.gross_minor for line in priced.lines if line.kind == GIFT_CARD and line.gross_minor > 0)
    if not sold or terminal.policy.shop.habits.gift_card_buys_card:
        return None
    paid = sum(tender.amount_minor for tender in open_basket.tenders if tender.kind in CARD_KINDS and not tender.out)
    return priced.gross_minor - sold - paid


def pay_back(work: Work, open_basket: Basket, command: TenderMoney) -> Means:
    """Return the means to pay out to a gift card: the one named, or without a code the one that paid for what comes back."""
    if command.code is not None:
        held = require_known(work.terminal, command.code)
        return Means(kind=GIFT_CARD, card=held.id, valid_until=last_day_of(work, held.id))
    found = paid_by_cards(work.terminal, open_basket)
    if not found:
        raise Refusal("code_needed", field="code")
    card, left_minor = found[0]
    return Means(kind=GIFT_CARD, most_minor=left_minor, most_code="refund_left", card=card, valid_until=last_day_of(work, card))


def give_credit(work: Work, open_basket: Basket) -> Means:
    """Return the means to pay out a store credit: its code is made of this ticket and told when the ticket is finished."""
    card = card_id(rules.credit_code(work.terminal.keys.store_secret, open_basket.id))
    return Means(kind=STORE_CREDIT, card=card, valid_until=last_day_of(work, card))


def credits_of(terminal: Terminal, sale: Sale) -> dict[str, str]:
    """Return the codes of the store credits that a sale paid out, and of the cards it gave as rewards, by card id; none for another
    store's, whose secret is not here."""
    given = {tender.card for tender in sale.tenders if tender.kind == STORE_CREDIT and tender.out}
    codes = [rules.credit_code(terminal.keys.store_secret, sale.basket)] if given else []
    given |= {reward.card for reward in sale.rewards if reward.card}
    codes += [reward_card(terminal, sale.basket, reward.id) for reward in sale.rewards if reward.card]
    return {card_id(code): code for code in codes if card_id(code) in given}


def told(terminal: Terminal, sale: Sale) -> dict[str, Any]:
    """Return a finished sale's store credit as the answer tells it, empty where it paid none out."""
    for card, code in credits_of(terminal, sale).items():
        given = [tender for tender in sale.tenders if tender.card == card and tender.out]
        if not given:
            continue
        amount_minor = sum(tender.amount_minor for tender in given)
        return {"code": code, "amount_minor": amount_minor, "valid_until": given[0].valid_until or None}
    return {}


def told_rewards(terminal: Terminal, sale: Sale) -> list[dict[str, Any]]:
    """Return the cards that a finished sale gave as rewards, as the answer tells them."""
    codes = credits_of(terminal, sale)
    return [
        {"id": reward.id, "code": codes[reward.card], "amount_minor": reward.amount_minor}
        for reward in sale.rewards
        if reward.card in codes
    ]


_TOLD: Mapping[str, Callable[[Terminal, Sale], Any]] = {"store_credit": told, "reward_cards": told_rewards}
"""What of an answer holds codes."""


def recovery_code(terminal: Terminal, seq: int) -> str:
    """Return the code of the store credit that entry `seq` of this journal gave to make good."""
    return rules.credit_code(terminal.keys.store_secret, f"{terminal.store.identity.epoch}/{seq}")


def tell_recovery(work: Work, given: RecoveryGiven, seq: int) -> None:
    """Tell the code of a credit given to make good: now, and on its paper."""
    if given.card:
        work.extra["store_credit"] = _recovered(work.terminal, given, seq)


def _recovered(terminal: Terminal, given: RecoveryGiven, seq: int) -> dict[str, Any]:
    return {"code": recovery_code(terminal, seq), "amount_minor": given.amount_minor, "valid_until": given.valid_until or None}


def tell_codes(work: Work, sale: Sale) -> None:
    """Tell the codes of what a finished sale gave: now, and on this paper, and nowhere else."""
    for name, tell in _TOLD.items():
        found = tell(work.terminal, sale)
        if found:
            work.extra[name] = found


def without_codes(answer: Answer) -> Answer:
    """Return an answer as it may be kept: a code stands in no file."""
    hidden = {name: type(answer.extra[name])() for name in _TOLD if name in answer.extra}
    return replace(answer, extra={**answer.extra, **hidden}) if hidden else answer


def with_codes(terminal: Terminal, kept: Answer) -> Answer:
    """Return a kept answer as it was given: the codes are made again."""
    names = [name for name in _TOLD if name in kept.extra]
    if "recovery" in kept.extra and names:
        return _with_recovered(terminal, kept)
    found = terminal.store.sale(kept.extra["receipt"]["number"]) if names else None
    if found is None:
        return kept
    return replace(kept, extra={**kept.extra, **{name: _TOLD[name](terminal, found[1]) for name in names}})


def _with_recovered(terminal: Terminal, kept: Answer) -> Answer:
    seq = kept.extra["recovery"]["seq"]
    entry = terminal.store.entry(seq)
    given = decode_body(entry.body).fact if entry is not None else None
    if not isinstance(given, RecoveryGiven):
        return kept
    return replace(kept, extra={**kept.extra, "store_credit": _recovered(terminal, given, seq)})


def require_unspent(work: Work, open_basket: Basket) -> None:
    """Refuse to take a gift card back for more than is left on it, all lines of the ticket and what it pays of it together."""
    for line in open_basket.lines:
        if line.frozen is None or line.frozen.kind != GIFT_CARD:
            continue
        held = find(work.terminal, line.card)
        left_minor = (held.balance_minor if held else 0) - _spent_here(open_basket, line.card)
        if left_minor < _given_back(open_basket, line.card):
            raise Refusal("gift_card_spent", field="line", line=line.line, left_minor=left_minor)


def require_free(work: Work, tender: Tender, outcome: Outcome) -> None:
    """Refuse what the ledger would not hold; where it did not answer, this till's own books decide, as they did before it was asked.

    The ledger lacks what this till has not sent: where that makes up what is missing, nothing is known against it.
    """
    if outcome.answer is None or outcome.cause in ("", "unknown"):
        return
    if outcome.cause != "too_little":
        raise Refusal("gift_card_held", field="code")
    moved = work.terminal.store.card_moves(tender.card, work.terminal.store.acknowledged)
    left = outcome.answer.left + (moved.amount_minor if moved else 0)
    if left < tender.amount_minor:
        raise Refusal("gift_card_balance", field="amount_minor", most=max(left, 0))


def reward_card(terminal: Terminal, basket: str, reward: str) -> str:
    """Return the code of the gift card that a reward gives: made of the ticket, as a store credit's, and told when it is finished."""
    return rules.credit_code(terminal.keys.store_secret, f"{basket}/{reward}")


def last_day_of(work: Work, card: str) -> str:
    """Return the last local day, empty for none, of a card that is loaded today; one that ends later, or never, stays so."""
    fresh = rules.last_day(judged_now(work.terminal).date(), work.terminal.policy.shop.habits.gift_card_months)
    known = find(work.terminal, card)
    if known is None:
        return fresh
    return max(known.valid_until, fresh) if known.valid_until and fresh else ""


def _spent_here(open_basket: Basket, card: str) -> int:
    return sum(tender.amount_minor for tender in open_basket.tenders if tender.card == card and not tender.out)


def _given_back(open_basket: Basket, card: str) -> int:
    frozen = (line.frozen for line in open_basket.lines if line.frozen is not None and line.card == card)
    return -sum(line.gross_minor for line in frozen if line.kind == GIFT_CARD)


def _require_code(command: TenderMoney) -> str:
    if command.code is None:
        raise Refusal("code_needed", field="code")
    return command.code


def _require_not_expired(terminal: Terminal, held: Held) -> None:
    if held.valid_until and held.valid_until < today(terminal):
        raise Refusal("gift_card_expired", field="code", until=held.valid_until)


def _is_something_else(terminal: Terminal, code: str) -> bool:
    """A code that means another thing to this shop's scanners can be no gift card's: nobody could spend it."""
    if tokens.kind_of(code) is not None or rules.is_credit_code(code):
        return True
    match = terminal.policy_rules.match(code)
    if match is not None:
        return match.means != GIFT_CARD
    return terminal.reference.product_by_code(gtin.canonical(code)) is not None or terminal.reference.product(code) is not None


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    return tuple((language, Words(language).tr("Gift card")) for language in LANGUAGES)
