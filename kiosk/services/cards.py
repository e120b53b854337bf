"""Cards: asking a terminal for money, and taking it back, so that neither money moves without a sale nor a sale ends without its money.

    no intent --tender--> asked  --approved--> tender on the ticket (of what was approved, which may be less than was asked for)
                                 --declined--> no intent; the answer is a failure
                                 --silence---> uncertain
    tender --undo, cancel--> reversing --approved--> no tender; `TenderReversed`
                                       --declined--> the tender stays; the answer is a failure
                                       --silence---> uncertain
    uncertain --the terminal asked again: at start, or by any tender, undo or cancel--> as above
    uncertain --a person's word (`card_answer`), journalled as `CardSettled`--> as above

Every arrow is one commit. Money moves only while an intent is open, and the intent is durable before the terminal is asked (law 2). While
one is open the ticket can neither change nor end: it is not finished, held or cancelled, and no other tender is taken. A stop at any point
leaves the intent, which is resolved with the terminal before anything else at the next start; the terminal answers the same intent the same
way, so nothing moves twice. Hence, whenever no intent is open, what the terminal moved is what journal and open ticket say of cards.

A stand-alone terminal has the cashier for its cable: their word is its answer.
"""

import hashlib
from collections.abc import Callable
from typing import Literal

import msgspec

from kiosk.domain import basket as baskets
from kiosk.domain import permissions
from kiosk.domain.basket import Basket
from kiosk.services import undo as undoing
from kiosk.services.authority import ApprovalNeeded
from kiosk.services.commands import CancelBasket, CardAnswer, TenderMoney, Undo
from kiosk.services.ports import CardAnswerLike, CardTerminalPort
from kiosk.services.session import Intent
from kiosk.services.ticket import require_basket
from kiosk.services.work import Terminal, Work
from sync.protocol import facts
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.facts import Tender
from sync.protocol.ids import new_id

CARD = "card"
STANDALONE = "card_standalone"
KINDS = frozenset({CARD, STANDALONE})

_CAUSES = {
    "": "card_declined",
    "aborted": "card_aborted",
    "busy": "card_terminal_busy",
    "unreachable": "card_unreachable",
    "unsupported": "card_unsupported",
}
_NOT_REVERSED = _CAUSES | {"": "card_not_reversed", "unsupported": "card_cannot_reverse"}

Ask = Callable[[], CardAnswerLike]


class Unknown(msgspec.Struct, frozen=True):
    """The answer of a terminal that cannot be asked: nobody knows."""

    outcome: Literal["uncertain"] = "uncertain"
    reference: str = ""
    approved_minor: int | None = None
    cause: Literal[""] = ""


def identity_of(basket: str, command: TenderMoney | Undo | CancelBasket) -> str:
    """Return the intent's id. The same numbered request names the same intent, so that it cannot move money twice (law 2)."""
    return hashlib.sha256(f"{basket}/{command.request}".encode()).hexdigest()[:32] if command.request else new_id()


def begin(work: Work, command: TenderMoney, tender: Tender) -> None:
    """Commit the intent of a card tender; then ask the terminal aside, or take the cashier's word. In practice no terminal is asked."""
    open_basket = require_basket(work)
    if work.session.training:
        work.change("basket", basket=baskets.add_tender(open_basket, tender))
        return
    intent = Intent(id=tender.intent or new_id(), kind=tender.kind, amount_minor=tender.amount_minor, basket=open_basket.id, out=tender.out)
    work.change("basket", "card", intent=intent)
    if tender.kind == STANDALONE:
        work.extra["card_intent"] = shown(intent)
        if not command.begin:
            work.aside = (lambda: None, lambda following, _: _paid(following, intent, intent.amount_minor, ""))
        return
    card = _terminal(work)
    work.aside = (_heard(lambda: card.ask(intent.id, _signed(intent))), resolve_open)


def go_on(work: Work, intent: Intent, command: TenderMoney) -> None:
    """An answer is still open and comes before any other tender. The cashier's word, sent again after a stop, is that answer."""
    if intent.kind == STANDALONE and not command.begin and intent.id == identity_of(intent.basket, command):
        _paid(work, intent, intent.amount_minor, "")
        return
    _ask_again(work, intent)


def answer_card(work: Work, command: CardAnswer) -> None:
    """Settle an intent by a person's word: the cashier's for a stand-alone card, a manager's where a terminal cannot tell."""
    intent = work.session.intent
    terminal_tells = intent is not None and intent.kind == CARD and intent.state != "uncertain" and work.terminal.card is not None
    if intent is None or terminal_tells:
        raise Refusal("no_card_question")
    if intent.kind == CARD:
        verdict = permissions.decide(work.authority, "card_word", work.terminal.policy.shop.habits)
        if not verdict.allowed:
            raise ApprovalNeeded(verdict.needs)
        work.append(
            facts.CardSettled(
                basket=intent.basket,
                amount_minor=intent.amount_minor,
                intent=intent.id,
                accepted=command.accepted,
                out=intent.out,
                reverses=intent.reverses,
            )
        )
    if command.accepted:
        _moved(work, intent, intent.amount_minor, "")
    else:
        work.change("basket", "card", intent=None)


def resolve_open(work: Work, answer: CardAnswerLike) -> None:
    """Settle the open intent by what its terminal says: after asking, at start, or when asked again."""
    intent = work.session.intent
    if intent is None:
        return
    approved_minor = intent.amount_minor if answer.approved_minor is None else answer.approved_minor
    if answer.outcome == "uncertain":
        work.change("card", intent=msgspec.structs.replace(intent, state="uncertain"))
        work.failure = Refusal("card_uncertain")
    elif answer.outcome == "approved" and approved_minor > 0:
        _moved(work, intent, approved_minor, answer.reference)
    else:
        work.change("basket", "card", intent=None)
        work.failure = Refusal((_NOT_REVERSED if intent.reverses else _CAUSES)[answer.cause])


def question(terminal: Terminal, intent: Intent | None) -> Ask | None:
    """Return how to ask the terminal again about an open intent; None when there is none, or a person must say."""
    card = terminal.card
    if intent is None or intent.kind != CARD or card is None:
        return None
    return _heard(lambda: card.outcome(intent.id))


def undo(work: Work, command: Undo) -> None:
    """Take one step back. A card's payment is taken back by its terminal first; only then does it leave the ticket."""
    intent, open_basket = work.session.intent, work.session.basket
    if intent is not None and intent.kind == CARD:
        _ask_again(work, intent)
        return
    last = open_basket.tenders[-1] if open_basket and open_basket.tenders else None
    if open_basket is not None and command.request and identity_of(open_basket.id, command) in work.session.reversed:
        # The till was stopped between the terminal's answer and ours, and has taken the tender off the ticket since.
        work.replayed = True
    elif open_basket is None or last is None or last.kind != CARD:
        undoing.undo(work, command)
    elif last.intent is None:
        work.change("basket", basket=msgspec.structs.replace(open_basket, tenders=open_basket.tenders[:-1]))
    else:
        work.require_day()
        _begin_reversal(work, open_basket, last, identity_of(open_basket.id, command), resolve_open)


def cancel_basket(work: Work, command: CancelBasket) -> None:
    """Give the ticket up, once every card payment on it was taken back by its terminal, the last one first."""
    intent, open_basket = work.session.intent, work.session.basket
    if intent is not None and intent.kind == CARD:
        _ask_again(work, intent)
        return
    paid = [tender for tender in open_basket.tenders if tender.kind == CARD and tender.intent] if open_basket else []
    alone = any(tender.kind == STANDALONE for tender in open_basket.tenders) if open_basket else False
    if open_basket is None or not paid or alone:
        if open_basket is not None and work.session.training:
            # No terminal was asked for what was practised.
            work.change(basket=msgspec.structs.replace(open_basket, tenders=[]))
        undoing.cancel_basket(work, command)
        work.change(reversed=())
        return

    def proceed(following: Work, answer: CardAnswerLike) -> None:
        resolve_open(following, answer)
        if following.failure is None:
            cancel_basket(following, command)

    work.require_day()
    _begin_reversal(work, open_basket, paid[-1], new_id(), proceed)


def shown(intent: Intent) -> dict[str, object]:
    """Return an open intent as an answer carries it."""
    found: dict[str, object] = {"id": intent.id, "kind": intent.kind, "amount_minor": intent.amount_minor, "state": intent.state}
    return found | ({"reverses": intent.reverses} if intent.reverses else {})


def _begin_reversal(
    work: Work, open_basket: Basket, tender: Tender, identity: str, proceed: Callable[[Work, CardAnswerLike], None]
) -> None:
    card, payment = _terminal(work), tender.intent or ""
    intent = Intent(
        id=identity,
        kind=CARD,
        amount_minor=tender.amount_minor,
        basket=open_basket.id,
        out=tender.out,
        reverses=payment,
        reference=tender.reference,
    )
    work.change("basket", "card", intent=intent)
    work.aside = (_heard(lambda: card.reverse(identity, _signed(intent), payment, tender.reference)), proceed)


def _ask_again(work: Work, intent: Intent) -> None:
    ask = question(work.terminal, intent)
    if ask is None:
        raise Refusal("card_uncertain" if intent.kind == CARD else intent.open_code)
    work.aside = (ask, resolve_open)


def _moved(work: Work, intent: Intent, amount_minor: int, reference: str) -> None:
    """The money has moved: the tender that came or went and the end of the intent are one commit."""
    if intent.reverses:
        _reversed(work, intent)
    else:
        _paid(work, intent, amount_minor, reference)


def _paid(work: Work, intent: Intent, amount_minor: int, reference: str) -> None:
    tender = Tender(kind=intent.kind, amount_minor=amount_minor, out=intent.out, intent=intent.id, reference=reference)
    work.change("basket", "card", basket=baskets.add_tender(require_basket(work), tender), intent=None)
    work.extra.pop("card_intent", None)
    if amount_minor < intent.amount_minor:
        work.extra["card_partial"] = {"asked_minor": intent.amount_minor, "approved_minor": amount_minor}


def _reversed(work: Work, intent: Intent) -> None:
    open_basket = require_basket(work)
    left = [tender for tender in open_basket.tenders if tender.intent != intent.reverses]
    work.append(
        facts.TenderReversed(
            basket=intent.basket, kind=intent.kind, amount_minor=intent.amount_minor, intent=intent.reverses, out=intent.out
        )
    )
    changed = msgspec.structs.replace(open_basket, tenders=left)
    settled = (*work.session.reversed, intent.id, intent.reverses)
    work.change("basket", "card", basket=changed, intent=None, reversed=settled)


def _signed(intent: Intent) -> int:
    return -intent.amount_minor if intent.out else intent.amount_minor


def _terminal(work: Work) -> CardTerminalPort:
    if work.terminal.card is None:
        raise Refusal("no_card_terminal", field="kind")
    return work.terminal.card


def _heard(ask: Ask) -> Ask:
    """A terminal that fails to answer leaves everybody uncertain, whatever its driver calls it."""

    def asked() -> CardAnswerLike:
        try:
            return ask()
        except EnvironmentFault:
            return Unknown()

    return asked
