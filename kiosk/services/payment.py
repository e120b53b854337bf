"""Taking money and paying it out, whatever it is made of. A card's way is in `cards`, a gift card's in `gift_cards`."""

from collections.abc import Callable, Mapping

from kiosk.domain import basket as baskets
from kiosk.domain import tenders
from kiosk.domain.basket import Basket
from kiosk.domain.pricing import Priced
from kiosk.domain.tenders import Means
from kiosk.services import cards, gift_cards, refunds, vouchers
from kiosk.services.cards import CARD, STANDALONE
from kiosk.services.commands import TenderMoney
from kiosk.services.pricing import evaluated
from kiosk.services.ticket import require_basket
from kiosk.services.work import Work
from sync.protocol.errors import Refusal
from sync.rules.figures import CASH
from sync.rules.gift_cards import GIFT_CARD, STORE_CREDIT, VOUCHER

CHEQUE = "cheque"
POINTS = "points"
"""Points as a tender come with the loyalty programmes that allow it."""


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
        raise Refusal("not_available" if command.kind == POINTS else "tender_unknown", field="kind")
    if not open_basket.lines:
        raise Refusal("basket_empty")
    _take(work, open_basket, command, make)


def _take(work: Work, open_basket: Basket, command: TenderMoney, make: "Make") -> None:
    price, shop = evaluated(work.terminal, work.session, open_basket), work.terminal.policy.shop
    gift_cards.require_unspent(work, open_basket)
    gross_minor = price.result.gross_minor
    baskets.require_room_for_tender(open_basket)
    if tenders.settle(gross_minor, open_basket.tenders, shop.cash_rounding).complete:
        raise Refusal("nothing_due")
    tender = tenders.offer(gross_minor, open_basket.tenders, shop, make(work, open_basket, price.result, command), command.amount_minor)
    if tender.out:
        refunds.require_allowed(work, open_basket, tender)
    work.change(held=price)
    if command.kind in cards.KINDS:
        cards.begin(work, command, tender)
    else:
        work.change("basket", basket=baskets.add_tender(open_basket, tender))


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


Make = Callable[[Work, Basket, Priced, TenderMoney], Means]
_MEANS: Mapping[str, Make] = {
    CASH: _plain,
    CHEQUE: _plain,
    CARD: _card,
    STANDALONE: _card,
    VOUCHER: _voucher,
    GIFT_CARD: _gift_card,
    STORE_CREDIT: _store_credit,
}
KINDS = tuple(_MEANS)
"""Every way to pay that a till knows."""
