"""Taking money and paying it out, whatever it is made of. A card's way is in `cards`, a gift card's in `gift_cards`."""

from collections.abc import Callable, Mapping
from functools import partial

import msgspec

from kiosk.domain import basket as baskets
from kiosk.domain import tenders
from kiosk.domain.basket import Basket
from kiosk.domain.pricing import Priced
from kiosk.domain.tenders import Means
from kiosk.services import cards, gift_cards, holds, points, refunds, vouchers
from kiosk.services.cards import CARD, STANDALONE
from kiosk.services.commands import TenderMoney
from kiosk.services.holds import Outcome, Wanted
from kiosk.services.pricing import evaluated
from kiosk.services.session import Evaluated
from kiosk.services.ticket import require_basket
from kiosk.services.work import Work
from sync.protocol.errors import Refusal
from sync.protocol.facts import Tender
from sync.rules.figures import CASH
from sync.rules.gift_cards import CARD_KINDS, GIFT_CARD, STORE_CREDIT, VOUCHER

CHEQUE = "cheque"


def take(work: Work, command: TenderMoney) -> None:
    """Take a tender towards what is due; without an amount, all of it. On a negative total it pays out."""
    open_basket = require_basket(work)
    if work.session.intent is not None:
        cards.go_on(work, work.session.intent, command)
        return
    identity = cards.identity_of(open_basket.id, command)
    if identity in work.session.reversed or any(tender.intent == identity for tender in open_basket.tenders):
        # The till was stopped between the card's answer and ours, and has taken the money into the ticket since (or even back again).
        work.replayed = True
        return
    make = _MEANS.get(command.kind)
    if make is None:
        raise Refusal("tender_unknown", field="kind")
    if not open_basket.lines:
        raise Refusal("basket_empty")
    _take(work, open_basket, command, make, None)


def _take(work: Work, open_basket: Basket, command: TenderMoney, make: "Make", outcome: Outcome | None) -> None:
    """Take a tender; what belongs to the customer is reserved at the ledger first, and `outcome` is what that said."""
    gift_cards.require_unspent(work, open_basket)
    baskets.require_room_for_tender(open_basket)
    price, tender = _offered(work, open_basket, command, make)
    if tender.out:
        refunds.require_allowed(work, open_basket, tender)
    wanted = _right(open_basket, tender)
    if wanted is not None and outcome is None and holds.can_ask(work):
        work.change(basket=open_basket)
        # Of just what was reserved: the member's balance, or the price, may be another when the answer comes.
        asked = msgspec.structs.replace(command, amount_minor=tender.amount_minor)
        again = partial(_taken, asked=asked, command=command, make=make)
        holds.ask(work, wanted, open_basket, again, selling_goes_on=False)
        return
    if wanted is not None:
        tender = _secured(work, open_basket, tender, outcome or Outcome())
    work.change(held=price)
    if command.kind in cards.KINDS:
        cards.begin(work, command, tender)
    else:
        work.change("basket", basket=baskets.add_tender(open_basket, tender))


def _taken(work: Work, outcome: Outcome, *, asked: TenderMoney, command: TenderMoney, make: "Make") -> None:
    """Where nobody answered, what may be paid without being asked is taken of what was wanted."""
    _take(work, require_basket(work), command if outcome.answer is None else asked, make, outcome)


def _offered(work: Work, open_basket: Basket, command: TenderMoney, make: "Make") -> tuple[Evaluated, Tender]:
    """Return the tender with the price it pays: the first that pays all of what is due fixes offers that ask for a way to pay."""
    terminal, session = work.terminal, work.session
    if not open_basket.tenders and any(offer.when.tenders for offer in terminal.policy.offers):
        price = evaluated(terminal, session, open_basket, command.kind, whole=True)
        tender = _tender(work, open_basket, price, command, make)
        if tenders.settle(price.result.gross_minor, [tender], terminal.policy.shop.cash_rounding).complete:
            return price, tender
    price = evaluated(terminal, session, open_basket, whole=True)
    return price, _tender(work, open_basket, price, command, make)


def _tender(work: Work, open_basket: Basket, price: Evaluated, command: TenderMoney, make: "Make") -> Tender:
    shop, gross_minor = work.terminal.policy.shop, price.result.gross_minor
    if tenders.settle(gross_minor, open_basket.tenders, shop.cash_rounding).complete:
        raise Refusal("nothing_due")
    return tenders.offer(gross_minor, open_basket.tenders, shop, make(work, open_basket, price.result, command), command.amount_minor)


def _right(open_basket: Basket, tender: Tender) -> Wanted | None:
    """Return what a tender takes of a balance that other tills may take of too, None for any other."""
    if tender.out:
        return None
    if tender.kind in points.KINDS:
        return Wanted("points", tender.programme, tender.points, points.require_member(open_basket).id)
    return Wanted("gift_card", tender.card, tender.amount_minor) if tender.kind in CARD_KINDS else None


def _secured(work: Work, open_basket: Basket, tender: Tender, outcome: Outcome) -> Tender:
    if outcome.hold:
        return msgspec.structs.replace(tender, hold=outcome.hold)
    if tender.kind in points.KINDS:
        unit_minor = tender.amount_minor // tender.points
        points.require_free(work, open_basket, points.Purpose(tender.programme, tender.points, unit_minor), outcome)
    else:
        gift_cards.require_free(work, tender, outcome)
    return tender


def _plain(work: Work, open_basket: Basket, priced: Priced, command: TenderMoney) -> Means:
    return Means(kind=command.kind)


def _card(work: Work, open_basket: Basket, priced: Priced, command: TenderMoney) -> Means:
    """In practice no terminal is asked, so there is no intent."""
    return Means(kind=command.kind, intent=None if work.session.training else cards.identity_of(open_basket.id, command))


def _voucher(work: Work, open_basket: Basket, priced: Priced, command: TenderMoney) -> Means:
    return vouchers.means(work, open_basket, priced, command.code)


def _gift_card(work: Work, open_basket: Basket, priced: Priced, command: TenderMoney) -> Means:
    if priced.gross_minor < 0:
        return gift_cards.pay_back(work, open_basket, command)
    return gift_cards.spend(work, open_basket, priced, command)


def _store_credit(work: Work, open_basket: Basket, priced: Priced, command: TenderMoney) -> Means:
    """Without a code it is given out anew; with one it is paid back to."""
    if priced.gross_minor < 0 and command.code is None:
        return gift_cards.give_credit(work, open_basket)
    return _gift_card(work, open_basket, priced, command)


def _points(work: Work, open_basket: Basket, priced: Priced, command: TenderMoney) -> Means:
    if priced.gross_minor < 0:
        return points.pay_back(work, open_basket, priced, command)
    return points.spend(work, open_basket, priced, command)


Make = Callable[[Work, Basket, Priced, TenderMoney], Means]
_MEANS: Mapping[str, Make] = {
    CASH: _plain,
    CHEQUE: _plain,
    CARD: _card,
    STANDALONE: _card,
    VOUCHER: _voucher,
    GIFT_CARD: _gift_card,
    STORE_CREDIT: _store_credit,
    points.POINTS: _points,
    points.CASHBACK: _points,
}
KINDS = tuple(_MEANS)
"""Every way to pay that a till knows."""
