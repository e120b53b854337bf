"""Taking money. A card is asked for only after its intent is durable, and its answer is durable before anything else (law 2)."""

import hashlib
from collections.abc import Callable

import msgspec

from kiosk.domain import basket as baskets
from kiosk.domain import tenders
from kiosk.services.commands import CardAnswer, TenderMoney
from kiosk.services.ports import CardAnswerLike, CardTerminalPort
from kiosk.services.pricing import evaluated
from kiosk.services.session import Intent
from kiosk.services.ticket import require_basket
from kiosk.services.work import Terminal, Work
from sync.protocol.errors import Refusal
from sync.protocol.facts import Tender
from sync.protocol.ids import new_id

PLAIN_KINDS = frozenset({"cash"})
STANDALONE = "card_standalone"
CARD = "card"
LATER_KINDS = frozenset({"voucher", "gift_card", "points", "cheque", "store_credit"})
"""Kinds that come with the complete till and with loyalty."""


def take(work: Work, command: TenderMoney) -> None:
    """Take a tender towards what is due; without an amount, all of it. On a negative total it pays out."""
    open_basket = require_basket(work)
    if work.session.intent is not None:
        _go_on(work, work.session.intent, command)
        return
    intent = None if command.kind in PLAIN_KINDS else _intent_id(open_basket.id, command)
    if intent is not None and any(tender.intent == intent for tender in open_basket.tenders):
        # The till was stopped between the card's answer and ours, and has taken the money into the ticket since.
        work.replayed = True
        return
    if command.kind in LATER_KINDS:
        raise Refusal("not_available", field="kind")
    if command.kind not in PLAIN_KINDS | {STANDALONE, CARD}:
        raise Refusal("tender_unknown", field="kind")
    if not open_basket.lines:
        raise Refusal("basket_empty")
    price = evaluated(work.terminal, work.session, open_basket)
    shop = work.terminal.policy.shop
    tender = tenders.offer(
        price.result.gross_minor, open_basket.tenders, shop, kind=command.kind, amount_minor=command.amount_minor, intent=intent
    )
    work.change(held=price)
    if intent is None:
        work.change("basket", basket=baskets.add_tender(open_basket, tender))
    else:
        _begin(work, command, tender, intent)


def answer_card(work: Work, command: CardAnswer) -> None:
    """Settle the intent of a stand-alone card by the cashier's word."""
    intent = work.session.intent
    if intent is None or intent.kind != STANDALONE:
        raise Refusal("no_card_question")
    if command.accepted:
        _settle(work, intent)
    else:
        work.change("basket", "card", intent=None)


def resolve_open(work: Work, answer: CardAnswerLike) -> None:
    """Settle the open intent by what its terminal says, at start or when asked again."""
    intent = work.session.intent
    if intent is None:
        return
    if answer.outcome == "approved":
        _settle(work, intent)
    elif answer.outcome == "declined":
        work.change("basket", "card", intent=None)
        work.failure = Refusal("card_declined")
    else:
        work.change("card", intent=msgspec.structs.replace(intent, state="uncertain"))
        work.failure = Refusal("card_uncertain")


def question(terminal: Terminal, intent: Intent | None) -> Callable[[], CardAnswerLike] | None:
    """Return how to ask the terminal again about an open intent; None when there is none, or a person must say."""
    card = terminal.card
    if intent is None or intent.kind != CARD or card is None:
        return None
    return lambda: card.outcome(intent.id)


def _intent_id(basket: str, command: TenderMoney) -> str:
    """The same numbered request names the same intent, so that it cannot charge twice (law 2)."""
    return hashlib.sha256(f"{basket}/{command.request}".encode()).hexdigest()[:32] if command.request else new_id()


def _go_on(work: Work, intent: Intent, command: TenderMoney) -> None:
    """An answer is still open and comes before any other tender. The cashier's word, sent again after a stop, is that answer."""
    if intent.kind == STANDALONE and not command.begin and intent.id == _intent_id(intent.basket, command):
        _settle(work, intent)
        return
    ask = question(work.terminal, intent)
    if ask is None:
        raise Refusal("card_uncertain")
    work.aside = (ask, resolve_open)


def _begin(work: Work, command: TenderMoney, tender: Tender, identity: str) -> None:
    """Commit the intent; then ask the terminal aside, or take the cashier's word."""
    basket_id = require_basket(work).id
    intent = Intent(id=identity, kind=tender.kind, amount_minor=tender.amount_minor, basket=basket_id, out=tender.out)
    work.change("basket", "card", intent=intent)
    if command.kind == STANDALONE:
        work.extra["card_intent"] = shown(intent)
        if not command.begin:
            work.aside = (lambda: None, lambda following, _: _settle(following, intent))
        return
    card = work.terminal.card
    if card is None:
        raise Refusal("no_card_terminal", field="kind")
    work.aside = (_asking(card, intent), resolve_open)


def _asking(card: CardTerminalPort, intent: Intent) -> Callable[[], CardAnswerLike]:
    amount = -intent.amount_minor if intent.out else intent.amount_minor
    return lambda: card.ask(intent.id, amount)


def shown(intent: Intent) -> dict[str, object]:
    """Return an open intent as an answer carries it."""
    return {"id": intent.id, "kind": intent.kind, "amount_minor": intent.amount_minor, "state": intent.state}


def _settle(work: Work, intent: Intent) -> None:
    """The money has moved: the tender and the end of the intent are one commit."""
    open_basket = require_basket(work)
    tender = Tender(kind=intent.kind, amount_minor=intent.amount_minor, out=intent.out, intent=intent.id)
    work.change("basket", "card", basket=baskets.add_tender(open_basket, tender), intent=None)
    work.extra.pop("card_intent", None)
