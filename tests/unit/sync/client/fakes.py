"""A ledger that answers from a script, and a journal with random-looking entries, for the client's tests."""

from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.client.channel import Rejection
from sync.protocol.facts import NoSale
from sync.protocol.wire import Ack, FeedAnswer, FeedRequest, Page, Problem, Push
from tests.unit.sync.ledger.machines import Chain

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TIME = "2026-11-22T09:00:00+00:00"


def journal(entries: int) -> Chain:
    made = Chain("t1", KEY)
    made.add(*(NoSale(reason=str(number)) for number in range(entries)))
    return made


def ack_of(chain: Chain, seq: int, push_now: int = 0) -> Ack:
    entry = chain.entry(seq)
    return Ack(epoch=chain.epoch, seq=seq, hash=entry.hash if entry else bytes(32), server_time=TIME, push_now=push_now)


class FakeLedger:
    """Holds the entries it was pushed as the true one does; `spoil` may change any acknowledgement."""

    def __init__(self, chain: Chain, spoil: Callable[[Ack], Ack] = lambda ack: ack, pages: list[FeedAnswer] | None = None) -> None:
        self.chain = chain
        self.spoil = spoil
        self.pages = pages or []
        self.held = 0
        self.batches: list[int] = []

    def push(self, message: Push) -> Ack:
        first = message.entries[0].seq
        if first > self.held + 1:
            raise Rejection(Problem(code="gap", field="entries.0", ack=self.spoil(ack_of(self.chain, self.held))))
        self.batches.append(len(message.entries))
        self.held = max(self.held, message.entries[-1].seq)
        return self.spoil(ack_of(self.chain, self.held))

    def feed(self, message: FeedRequest) -> FeedAnswer:
        return self.pages.pop(0) if self.pages else FeedAnswer(pages=[], server_time=TIME)


class FakeStore:
    def __init__(self) -> None:
        self.applied: list[Page] = []

    def cursors(self) -> dict[str, int]:
        return {page.scope: page.cursor for page in self.applied}

    def apply(self, page: Page) -> None:
        self.applied.append(page)
