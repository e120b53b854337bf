"""What proves what at a ZVT terminal: the table of the live dialogue and that of the terminal's last transaction."""

import msgspec
import pytest

from kiosk.devices.card import CardAnswer
from kiosk.devices.zvt_dialogue import Heard
from kiosk.devices.zvt_fields import Transaction
from kiosk.devices.zvt_memory import Entry
from kiosk.devices.zvt_proof import judge_dialogue, judge_last

EURO = 978
BEFORE = Transaction(0, 500, EURO, 7, 7, 1)
OURS = Transaction(0, 500, EURO, 8, 8, 1)
REFUSED = msgspec.structs.replace(OURS, result=0x71)
ENTRY = Entry("i", "payment", 500, BEFORE, acknowledged=True)
BACK = Entry("i", "reversal", 500, BEFORE, reverses_trace=7, acknowledged=True)
APPROVED = CardAnswer("approved", OURS.reference)
DECLINED, UNCERTAIN = CardAnswer("declined"), CardAnswer("uncertain")


def like(transaction: Transaction, **changes: int | None) -> Transaction:
    return msgspec.structs.replace(transaction, **changes)


def heard(status: Transaction | None, end: str = "completed", **more: bool) -> Heard:
    return Heard(acknowledged=True, status=status, end=end, abort_result=0x6C, **more)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (heard(OURS), APPROVED),
        (heard(like(OURS, amount_minor=None)), APPROVED),
        (heard(like(OURS, currency=None)), APPROVED),
        (heard(like(OURS, amount_minor=200)), CardAnswer("approved", OURS.reference, 200)),
        (heard(like(OURS, amount_minor=0)), UNCERTAIN),
        (heard(like(OURS, amount_minor=501)), UNCERTAIN),
        (heard(like(OURS, currency=840)), UNCERTAIN),
        (heard(like(OURS, trace=None, receipt=None)), UNCERTAIN),
        (heard(BEFORE), UNCERTAIN),
        (heard(like(BEFORE, terminal=None)), UNCERTAIN),
        (heard(like(OURS, receipt=None)), CardAnswer("approved")),
        (heard(OURS, contradicted=True), UNCERTAIN),
        (heard(OURS, end=""), UNCERTAIN),
        (heard(OURS, end="aborted"), UNCERTAIN),
        (heard(None), UNCERTAIN),
        (heard(None, end=""), UNCERTAIN),
        (heard(REFUSED), DECLINED),
        (heard(REFUSED, end="aborted"), CardAnswer("declined", cause="aborted")),
        (heard(None, end="aborted"), CardAnswer("declined", cause="aborted")),
        (Heard(refused=0x9C), CardAnswer("declined", cause="busy")),
        (Heard(refused=0x83), CardAnswer("declined", cause="unsupported")),
        (Heard(), UNCERTAIN),
    ],
)
def test_the_dialogue_it_was_asked_in(said: Heard, answer: CardAnswer) -> None:
    assert judge_dialogue(ENTRY, said, EURO) == answer


SEEN = msgspec.structs.replace(ENTRY, status=OURS)


@pytest.mark.parametrize(
    ("entry", "last", "answer"),
    [
        (ENTRY, OURS, APPROVED),
        (SEEN, OURS, APPROVED),
        (msgspec.structs.replace(SEEN, before=None), OURS, APPROVED),
        (ENTRY, BEFORE, DECLINED),
        (ENTRY, REFUSED, DECLINED),
        (ENTRY, None, UNCERTAIN),
        (msgspec.structs.replace(ENTRY, acknowledged=False), BEFORE, UNCERTAIN),
        (msgspec.structs.replace(ENTRY, acknowledged=False), OURS, APPROVED),
        (msgspec.structs.replace(ENTRY, before=None), OURS, UNCERTAIN),
        (msgspec.structs.replace(ENTRY, before=None), None, UNCERTAIN),
        (msgspec.structs.replace(ENTRY, before=like(BEFORE, trace=None, receipt=None)), OURS, UNCERTAIN),
        (msgspec.structs.replace(ENTRY, contradicted=True), OURS, UNCERTAIN),
        (msgspec.structs.replace(ENTRY, contradicted=True), BEFORE, UNCERTAIN),
        (SEEN, BEFORE, UNCERTAIN),
        (SEEN, REFUSED, UNCERTAIN),
        (SEEN, like(OURS, trace=9, receipt=9), UNCERTAIN),
        (ENTRY, like(OURS, amount_minor=499), UNCERTAIN),
        (ENTRY, like(OURS, amount_minor=None), UNCERTAIN),
        (ENTRY, like(OURS, currency=840), UNCERTAIN),
        (ENTRY, like(OURS, original_trace=7), UNCERTAIN),
        (ENTRY, like(OURS, trace=None, receipt=None), UNCERTAIN),
        (ENTRY, like(BEFORE, terminal=None), DECLINED),
        (ENTRY, like(BEFORE, trace=None), DECLINED),
        (msgspec.structs.replace(ENTRY, before=like(BEFORE, trace=None)), like(OURS, receipt=None), UNCERTAIN),
        (BACK, OURS, APPROVED),
        (BACK, like(OURS, original_trace=7), APPROVED),
        (BACK, like(OURS, original_trace=6), UNCERTAIN),
    ],
)
def test_the_last_transaction(entry: Entry, last: Transaction | None, answer: CardAnswer) -> None:
    assert judge_last(entry, last, EURO) == answer
