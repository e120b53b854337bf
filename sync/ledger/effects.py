"""What a fact does beyond its postings: receipts, points, rights, epochs and closings, and the disputes they bring to light."""

from sync.ledger import card_effects, closings, epochs, loyalty_effects, returned
from sync.ledger.book import Book
from sync.ledger.cases import Case, Source
from sync.protocol.envelope import Body
from sync.protocol.facts import (
    ArchiveMade,
    BasketCancelled,
    DayClosed,
    EpochClosed,
    EpochOpened,
    PeriodClosed,
    RecoveryGiven,
    Sale,
)
from sync.rules.figures import figures
from sync.rules.gift_cards import GIFT_CARD


def take_effect(book: Book, source: Source, body: Body) -> None:
    """Give an understood entry its effects on the book; whatever is disputed becomes a case beside them."""
    loyalty_effects.take_effect(book, source, body)
    match body.fact:
        case EpochOpened():
            _epoch_opened(book, source, body.fact)
        case Sale():
            _sale(book, source, body, body.fact)
        case RecoveryGiven():
            card_effects.move_cards(book, source, body.fact)
        case EpochClosed():
            epochs.close(book.connection, source, body.fact)
        case BasketCancelled():
            returned.cancel(book, source, body.fact.basket)
        case DayClosed():
            _day_closed(book, source, body.fact)
            closings.keep_day(book.connection, source, body.fact)
        case PeriodClosed():
            closings.keep_period(book.connection, source, body.fact)
        case ArchiveMade():
            closings.keep_archive(book.connection, source, body.fact)
    if source.seq == 1 and not isinstance(body.fact, EpochOpened):
        book.cases.append(Case(source, "epoch_not_opened"))


def _epoch_opened(book: Book, source: Source, fact: EpochOpened) -> None:
    if source.seq == 1:
        book.cases.extend(epochs.link(book.connection, source, fact))
    else:
        book.cases.append(Case(source, "epoch_opened_within"))


def _sale(book: Book, source: Source, body: Body, sale: Sale) -> None:
    first = book.claim_receipt(sale.number, source)
    if first is not None:
        where = {"terminal": first.terminal, "epoch": first.epoch, "seq": first.seq}
        book.cases.append(Case(source, "receipt_number_reused", sale.number, where, abs(sale.gross_minor)))
    else:
        returned.settle(book, sale)
    returned.take_back(book, source, body, sale)
    for sku in book.missing_products(line.sku for line in sale.lines if line.kind != GIFT_CARD):
        effect = sum(abs(line.gross_minor) for line in sale.lines if line.sku == sku)
        book.cases.append(Case(source, "unknown_product", sku, effect_minor=effect))
    card_effects.move_cards(book, source, sale)
    card_effects.use_vouchers(book, source, sale)


def _day_closed(book: Book, source: Source, fact: DayClosed) -> None:
    """Compare the till's Z with our own sums; a day that was opened twice has two Zs, and their sums are not apart here."""
    totals = book.totals(fact.business_day, source.terminal)
    openings = next((count for key, _, count in totals if key == "float"), 0)
    ours = figures(totals)
    pairs = (
        ("sales_minor", fact.sales_minor, ours.sales_minor),
        ("returns_minor", fact.returns_minor, ours.returns_minor),
        ("receipts", fact.receipts, ours.receipts),
        ("expected_minor", fact.expected_minor, ours.expected_minor),
    )
    wrong = {name: {"till": theirs, "ledger": our} for name, theirs, our in pairs if theirs != our}
    if openings == 1 and wrong:
        effect = abs(fact.period_total_minor - ours.period_total_minor)
        book.cases.append(Case(source, "closing_differs", fact.business_day, wrong, effect))
