"""What a sale moves on gift cards and meal vouchers at the ledger, and the disputes that two tills at once bring about."""

from dataclasses import replace

from sync.ledger import rights
from sync.ledger.book import Book
from sync.ledger.cases import Case, Source
from sync.protocol.facts import RedeemedCoupon, Sale
from sync.rules import gift_cards


def move_cards(book: Book, source: Source, sale: Sale) -> None:
    """Move what is owed on gift cards; one that two tills spent at once is overdrawn, which is a case with its price (law 5)."""
    for card, (amount_minor, valid_until) in gift_cards.sums(gift_cards.moves(sale)).items():
        now = book.move_card(card, amount_minor, valid_until)
        if now < 0 and amount_minor < 0:
            book.cases.append(Case(source, "gift_card_overdrawn", card, {"balance_minor": now}, min(-now, -amount_minor)))


def use_vouchers(book: Book, source: Source, sale: Sale) -> None:
    """Note the meal vouchers that were keyed with their codes: each pays once."""
    for id, amount_minor in gift_cards.vouchers(sale):
        found = rights.redeem(book.connection, source, RedeemedCoupon(id=id, offer=gift_cards.VOUCHER, amount_minor=amount_minor))
        if found is not None:
            book.cases.append(replace(found, code="voucher_used_twice"))
