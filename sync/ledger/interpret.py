"""The second promise: what an entry means for the store's books. Reading comes first and may fail; effects come after and must not."""

import msgspec

from sync.ledger import card_effects, loyalty_effects
from sync.ledger.book import Book
from sync.ledger.bounds import WHOLE_LIMIT
from sync.ledger.cases import Source, Uninterpretable
from sync.ledger.effects import take_effect
from sync.protocol.envelope import Body, decode_body, decode_envelope
from sync.rules.figures import Contribution, contributions
from sync.rules.postings import Posting, postings


def interpret(book: Book, source: Source, data: bytes) -> None:
    """Give an entry its effects on the book; raises Uninterpretable, and then it has had none."""
    body = read(source, data)
    lines, parts = _understood(body, book.currency())
    lines = card_effects.rerouted(book, body.fact, lines)
    book.post(source, loyalty_effects.rerouted(book, body.fact, lines))
    book.add_figures(body.day, source.terminal, parts)
    take_effect(book, source, body)


def read(source: Source, data: bytes) -> Body:
    """Decode an entry's body; raises Uninterpretable for what is no entry, is not the one it came as, or is newer than this program."""
    try:
        envelope = decode_envelope(data)
    except msgspec.DecodeError as error:
        raise Uninterpretable("unreadable") from error
    if (envelope.terminal, envelope.epoch, envelope.seq) != (source.terminal, source.epoch, source.seq):
        raise Uninterpretable("envelope_differs")
    try:
        return decode_body(data)
    except msgspec.DecodeError as error:
        raise Uninterpretable("unknown_fact", v=envelope.v) from error


def _understood(body: Body, currency: str) -> tuple[list[Posting], list[Contribution]]:
    """Return the body's postings and figures. The books are never unbalanced by an entry, whatever it says, nor do its amounts make a
    balance too large to be a whole number."""
    try:
        lines, parts = postings(body, currency), contributions(body.fact)
    except ValueError as error:
        raise Uninterpretable("bad_postings") from error
    if any(abs(line.amount) >= WHOLE_LIMIT for line in lines):
        raise Uninterpretable("bad_postings", units=sorted({line.unit for line in lines if abs(line.amount) >= WHOLE_LIMIT}))
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.unit] = sums.get(line.unit, 0) + line.amount
    if any(sums.values()):
        raise Uninterpretable("bad_postings", units=sorted(unit for unit, amount in sums.items() if amount))
    return lines, parts
