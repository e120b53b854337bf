"""Requests that come again: the first answer is kept with what it did, in the same commit, for the open day and the one before."""

import hashlib
import hmac
from functools import lru_cache
from typing import NamedTuple

import msgspec

from kiosk.services import gift_cards
from kiosk.services.answers import Answer
from kiosk.services.authority import APPROVABLE
from kiosk.services.commands import Command
from kiosk.services.session import Session
from kiosk.services.work import Terminal, Work
from sync.protocol.errors import Refusal


class Kept(msgspec.Struct, frozen=True):
    """A request's fields under a keyed hash (a PIN may be among them), the answer it got, and whether another person approved it since."""

    fields: bytes
    answer: Answer
    approved: bool = False


class First(NamedTuple):
    """The first answer to a request, marked replayed, and whether it still waits for another person's approval."""

    answer: Answer
    waits: bool


_decoder = msgspec.json.Decoder(Kept)


def first_answer(terminal: Terminal, session: Session, command: Command) -> First | None:
    """Return the first answer to this request; Refusal `request_reused` if it had other fields."""
    if command.request is None:
        return None
    stored = terminal.store.get_either(_kind(session.z_number), _kind(session.z_number + 1), command.request)
    if stored is None:
        return None
    kept = _decoder.decode(stored)
    if kept.fields != _digest(terminal, command):
        raise Refusal("request_reused", field="request")
    error = kept.answer.error
    waits = error is not None and error.code in APPROVABLE and not kept.approved
    return First(msgspec.structs.replace(gift_cards.with_codes(terminal, kept.answer), replayed=True), waits)


def keep(work: Work, command: Command, answer: Answer) -> None:
    """Keep the answer of a numbered request beside what it changed."""
    if command.request is not None:
        kept = Kept(_digest(work.terminal, command), _impersonal(gift_cards.without_codes(answer)))
        work.unit.put(_kind(work.session.z_number), command.request, msgspec.json.encode(kept))


def _impersonal(answer: Answer) -> Answer:
    """Leave out what may stand in no file: all that the shop holds of a member is told once."""
    if "document" not in answer.extra:
        return answer
    return msgspec.structs.replace(answer, extra={**answer.extra, "document": {}})


def approved(work: Work, command: Command) -> None:
    """Note that a request was approved: sent again it answers as at first, and is not carried out a second time."""
    if command.request is None:
        return
    for z_number in (work.session.z_number, work.session.z_number + 1):
        stored = work.terminal.store.get(_kind(z_number), command.request)
        if stored is not None:
            work.unit.put(
                _kind(z_number), command.request, msgspec.json.encode(msgspec.structs.replace(_decoder.decode(stored), approved=True))
            )


def forget_before(work: Work, z_number: int) -> None:
    """Forget the answers of the day before yesterday, whose place the day `z_number` takes."""
    work.unit.drop_kind(_kind(z_number))


def _kind(z_number: int) -> str:
    return f"request/{z_number % 2}"


def _digest(terminal: Terminal, command: Command) -> bytes:
    keyed = _keyed(terminal.keys.store_secret).copy()
    keyed.update(msgspec.json.encode(command))
    return keyed.digest()


@lru_cache(maxsize=4)
def _keyed(secret: bytes) -> hmac.HMAC:
    """Each request is hashed under the same key: taking the key in costs more than the request."""
    return hmac.new(secret, digestmod=hashlib.sha256)
