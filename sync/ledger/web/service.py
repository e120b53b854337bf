"""What each route does, without HTTP: read the message, prove who sent it, let the right room answer, pack the answer."""

from collections.abc import Mapping
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from sync.base.points import reach
from sync.ledger import card_homes, desk, mail, parcel_delivery, receipts, stops
from sync.ledger.apply import push
from sync.ledger.bounds import check_batch, check_cursors, check_day, check_report
from sync.ledger.context import Context
from sync.ledger.enrolment import enrol
from sync.ledger.feed import changed_pages
from sync.ledger.paper import Missing, Shown, show
from sync.ledger.problems import bad_request
from sync.ledger.terminals import Terminal, hear
from sync.ledger.web.authentication import authenticate
from sync.ledger.web.metrics import Metrics
from sync.protocol.codec import CodecError, pack, unpack
from sync.protocol.tokens import TokenError, from_path
from sync.protocol.wire import DeskRequest, EnrolRequest, FeedAnswer, FeedRequest, MailRequest, Message, Push, ReceiptRequest

Kind = TypeVar("Kind", bound=Message)
Asked = TypeVar("Asked", bound=Message, contravariant=True)


class Room(Protocol[Asked]):
    """What answers one kind of question."""

    def __call__(self, context: Context, who: Terminal, request: Asked, /) -> Message: ...


class Service:
    """The ledger's questions and answers as bytes; holds no state but the counters, so that any number of them may run."""

    def __init__(self, context: Context, metrics: Metrics) -> None:
        self.context = context
        self.metrics = metrics

    def enrol(self, body: bytes) -> bytes:
        """Answer a machine that has a one-time code and no identity yet."""
        return pack(enrol(self.context, _read(body, EnrolRequest)))

    def push(self, headers: Mapping[str, str], path: str, body: bytes) -> bytes:
        """Receive a batch; what is acknowledged here is durable."""
        who, request = self._signed(headers, path, body, Push)
        check_report(request.report)
        check_batch(request.epoch, request.entries)
        ack = push(self.context, who, request)
        self.metrics.received(len(request.entries))
        answer = pack(ack)
        reach("before_acknowledgement")
        return answer

    def feed(self, headers: Mapping[str, str], path: str, body: bytes) -> bytes:
        """Hand a terminal what changed in its store."""
        who, request = self._signed(headers, path, body, FeedRequest)
        check_report(request.report)
        check_cursors(request.cursors)
        stamp = self.context.stamp()
        count = self.context.write(lambda connection: _heard(connection, who, request, stamp))
        card_homes.refresh(self.context, who.store)
        parcel_delivery.refresh(self.context, who.store)
        pages = self.context.read(lambda connection: changed_pages(connection, who.store, who.kind, request.cursors))
        return pack(FeedAnswer(pages=pages, server_time=stamp, push_now=count))

    def desk(self, headers: Mapping[str, str], path: str, body: bytes) -> bytes:
        """Show the manager the store."""
        return pack(desk.look(self.context, *self._desk(headers, path, body)))

    def ask(self, headers: Mapping[str, str], path: str, body: bytes) -> bytes:
        """Ask the store's terminals to push now."""
        return pack(desk.ask_push(self.context, *self._desk(headers, path, body)))

    def receipt(self, headers: Mapping[str, str], path: str, body: bytes) -> bytes:
        """Show a till a receipt of any till, and keep what its ticket gives back."""
        who, request = self._signed(headers, path, body, ReceiptRequest)
        return pack(receipts.find(self.context, who, request))

    def mail(self, headers: Mapping[str, str], path: str, body: bytes) -> bytes:
        """Take a receipt to send by e-mail; it is durable when this returns."""
        who, request = self._signed(headers, path, body, MailRequest)
        return pack(mail.take(self.context, who, request))

    def answer(self, headers: Mapping[str, str], path: str, body: bytes, kind: type[Kind], room: Room[Kind]) -> bytes:
        """Let a room answer a terminal's question."""
        who, request = self._signed(headers, path, body, kind)
        return pack(room(self.context, who, request))

    def paper(self, segment: str) -> Shown | Missing:
        """Look up the receipt that an address names."""
        try:
            code = from_path(segment)
        except TokenError:
            return Missing("unknown")
        return self.context.read(lambda connection: show(connection, code))

    def ready(self) -> None:
        """Prove that the database answers; raises what it raises."""
        self.context.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar_one())

    def _desk(self, headers: Mapping[str, str], path: str, body: bytes) -> tuple[Terminal, DeskRequest]:
        who, request = self._signed(headers, path, body, DeskRequest)
        check_day(request.business_day)
        return who, request

    def _signed(self, headers: Mapping[str, str], path: str, body: bytes, kind: type[Kind]) -> tuple[Terminal, Kind]:
        who = authenticate(self.context, "POST", path, headers, body)
        return who, _read(body, kind)


def _heard(connection: Connection, who: Terminal, request: FeedRequest, at: str) -> int:
    stops.note(connection, who, request.cursors)
    return hear(connection, who, request.report, at, pushed=False)


def _read(body: bytes, kind: type[Kind]) -> Kind:
    try:
        return unpack(body, kind)
    except CodecError as error:
        raise bad_request(error.code, error.field) from error
