"""What a sale moves on gift cards and meal vouchers at the ledger: here where they are at home, else by way of the outbox of cards."""

from collections import Counter
from dataclasses import replace

from sync.ledger import card_crossings, card_homes, rights
from sync.ledger.book import Book
from sync.ledger.cases import Source
from sync.protocol.facts import AnyFact, RedeemedCoupon, Sale
from sync.rules import gift_cards
from sync.rules.postings import Posting


def rerouted(book: Book, fact: AnyFact, lines: list[Posting]) -> list[Posting]:
    """Return an entry's postings as this store keeps them: a card at home in another store is that store's debt."""
    homes = {move.card: card_homes.home_of(book.connection, book.store, move.card) for move in gift_cards.moves_of(fact)}
    if not homes:
        return lines
    elsewhere = {card: home for card, home in homes.items() if home != book.store}
    return card_crossings.rerouted(lines, book.currency(), elsewhere)


def move_cards(book: Book, source: Source, fact: AnyFact) -> None:
    """Move what is owed on gift cards, in this store's feed at once and at the card's home when it arrives there."""
    for card, (amount_minor, valid_until) in gift_cards.sums(gift_cards.moves_of(fact)).items():
        home = card_homes.home_of(book.connection, book.store, card)
        book.cards.move(source, card, amount_minor, valid_until, home=home == book.store)
        if home != book.store:
            card_crossings.send(book.connection, source, home, card, amount_minor, valid_until)


def use_vouchers(book: Book, source: Source, sale: Sale) -> None:
    """Note the meal vouchers that were keyed with their codes: each pays once, in whichever store."""
    away: Counter[tuple[str, str]] = Counter()
    for id, amount_minor in gift_cards.vouchers(sale):
        home = card_homes.home_of(book.connection, book.store, id)
        if home != book.store:
            away[home, id] += amount_minor
            continue
        found = rights.redeem(book.connection, source, RedeemedCoupon(id=id, offer=gift_cards.VOUCHER, amount_minor=amount_minor))
        if found is not None:
            book.cases.append(replace(found, code=card_crossings.VOUCHER_TWICE))
    for (home, id), amount_minor in away.items():
        card_crossings.send(book.connection, source, home, id, amount_minor, kind=gift_cards.VOUCHER)
