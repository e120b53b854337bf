"""What an entry does to members, coupons and rewards: here where they are at home, else by way of the parcels."""

import msgspec

from sync.ledger import campaigns, coupon_moves, holds, member_homes, rights, stock
from sync.ledger.activity import of_entry
from sync.ledger.book import Book
from sync.ledger.card_crossings import inter_store
from sync.ledger.cases import Source
from sync.ledger.member_book import lot_id
from sync.ledger.returned import earned_in
from sync.ledger.rights import RightMove
from sync.protocol.envelope import Body
from sync.protocol.facts import AnyFact, BasketCancelled, RecoveryGiven, Sale
from sync.rules.postings import Posting, member_account


def rerouted(book: Book, fact: AnyFact, lines: list[Posting]) -> list[Posting]:
    """Return an entry's postings as this store keeps them: what it moves for a member at home elsewhere is that store's debt."""
    if not isinstance(fact, Sale) or fact.member is None:
        return lines
    account = member_account(fact.member.id)
    if all(line.account != account for line in lines):
        return lines
    home = member_homes.home_of(book.connection, book.store, fact.member.id)
    there = inter_store(home)
    return lines if home == book.store else [line._replace(account=there) if line.account == account else line for line in lines]


def take_effect(book: Book, source: Source, body: Body) -> None:
    """Let an entry's member, its coupons and rewards come to what it says."""
    _move_member(book, source, body)
    for move in _rights(body.fact):
        home = rights.home_of(book.connection, book.store, move.id)
        if home == book.store:
            coupon_moves.carry_out(book, source, move)
        else:
            book.parcel(source, home).rights.append(move)
    if isinstance(body.fact, Sale):
        stock.claim(book, source, body.fact.rewards)
        campaigns.use(book, source, body.fact.uses)
    if isinstance(body.fact, Sale | BasketCancelled):
        _settle(book, source, body.fact.basket)


def _settle(book: Book, source: Source, basket: str) -> None:
    """What was reserved for a ticket that is over is so no longer, in whichever store."""
    holds.settle(book.connection, book.store, basket)
    for home in holds.elsewhere(book.connection, book.store, basket):
        book.parcel(source, home).basket = basket


def _move_member(book: Book, source: Source, body: Body) -> None:
    about = of_entry(body, book.members.rules.shop.timezone, book.at)
    if about is None:
        return
    member, activity = about
    if isinstance(body.fact, Sale):
        lots = [lot_id(each) for each in earned_in(book, body.fact)]
        activity = msgspec.structs.replace(activity, lots=lots)
    home = member_homes.home_of(book.connection, book.store, member)
    if home == book.store:
        book.post(source, book.members.add(source, member, activity))
        return
    book.members.away(member, activity.owed())
    sent = book.parcel(source, home)
    sent.member, sent.activity = member, activity


def _rights(fact: AnyFact) -> list[RightMove]:
    if isinstance(fact, RecoveryGiven):
        return [RightMove.issuing(fact.coupon)] if fact.coupon is not None else []
    if not isinstance(fact, Sale):
        return []
    return [
        *(RightMove.issuing(coupon) for coupon in fact.issued),
        *(RightMove.using("redeemed", coupon) for coupon in fact.redeemed),
        *(RightMove.using("revoked", coupon) for coupon in fact.revoked),
        *(RightMove.using("restored", coupon) for coupon in fact.restored),
    ]
