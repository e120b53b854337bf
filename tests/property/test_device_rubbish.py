"""Whatever bytes a device sends: no exception but an environment fault, no approval that was not proven, no weight that was not said."""

import socket

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.devices import zvt_commands as zvt
from kiosk.devices.card import CardAnswer
from kiosk.devices.scale import read_weight, seven_bits
from kiosk.devices.zvt_apdu import Apdu, bcd
from kiosk.devices.zvt_dialogue import Dialogue, Heard, Link, Timeouts
from kiosk.devices.zvt_fields import Transaction
from kiosk.devices.zvt_memory import Entry
from kiosk.devices.zvt_proof import judge_dialogue, judge_last
from sync.protocol.errors import EnvironmentFault

EURO = 978
SHORT = Timeouts(acknowledge_ms=500, between_ms=500, dialogue_ms=500, abort_ms=500, short_ms=500)
BEFORE = Transaction(0, 500, EURO, 7, 7, 1)
ENTRY = Entry("intent", "payment", 500, BEFORE)


def status(result: int, amount: int = 500, trace: int = 8) -> bytes:
    data = b"\x27" + bytes([result]) + b"\x04" + bcd(amount, 6) + b"\x0b" + bcd(trace, 3) + b"\x49\x09\x78\x87" + bcd(trace, 2)
    return Apdu(zvt.STATUS_INFORMATION, data).encode()


ACK, DONE, STOPPED = zvt.ACKNOWLEDGEMENT.encode(), Apdu(zvt.COMPLETION).encode(), Apdu(zvt.ABORT, b"\x6c").encode()
PAID, AGAIN, REFUSED = status(0), status(0, trace=7), status(0x71)
WORDS = [ACK, DONE, STOPPED, PAID, AGAIN, REFUSED, status(0, 900), status(0, 0), Apdu(0x04FF, b"\x0e").encode(), zvt.SAY_AGAIN.encode()]


def heard(data: bytes) -> Heard:
    """Ask for a payment on a link that brings these bytes and then ends."""
    ours, theirs = socket.socketpair()
    with theirs:
        link = Link(ours)
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        result = Dialogue(link, SHORT).run(zvt.authorisation(500, EURO), SHORT.dialogue_ms)
        link.close()
    return result


def answered(data: bytes) -> CardAnswer:
    return judge_dialogue(ENTRY, heard(data), EURO)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
@example(b"\x80\x00\x00")
@example(b"\x06\x0f\x00")
def test_rubbish_is_never_an_approval(data: bytes) -> None:
    assert answered(data).outcome != "approved"


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=7))
@example([ACK, PAID, DONE])
@example([ACK, DONE])
@example([PAID, ACK, DONE])
@example([ACK, PAID, STOPPED])
@example([ACK, PAID, REFUSED, DONE])
@example([ACK, AGAIN, DONE])
def test_frames_in_any_order_approve_only_what_was_proven(words: list[bytes]) -> None:
    answer = answered(b"".join(words))
    said = words[: next((at for at, word in enumerate(words) if word in (DONE, STOPPED)), len(words)) + 1]
    proven = said[-1:] == [DONE] and ACK in said and set(said) & set(WORDS[3:8]) == {PAID} and said.index(ACK) < said.index(PAID)
    refused = (
        said and zvt.SAY_AGAIN.encode() in said and said.index(zvt.SAY_AGAIN.encode()) < (said.index(ACK) if ACK in said else len(said))
    )
    assert (answer.outcome == "approved") == (proven and not refused)


def test_the_control_is_approved() -> None:
    assert answered(ACK + PAID + DONE) == CardAnswer("approved", "00000000-0008-000008")


@given(
    st.builds(
        Transaction,
        st.sampled_from([0, 0x71]),
        st.sampled_from([None, 500, 499, 501]),
        st.sampled_from([None, 978, 840]),
        st.sampled_from([None, 7, 8]),
        st.sampled_from([None, 7, 8]),
        st.just(1),
        st.sampled_from([None, 7]),
    ),
    st.booleans(),
)
def test_a_last_transaction_approves_only_another_one_of_this_amount(last: Transaction, acknowledged: bool) -> None:
    entry = Entry("intent", "payment", 500, BEFORE, acknowledged=acknowledged)
    answer = judge_last(entry, last, EURO)
    if answer.outcome == "approved":
        assert (last.result, last.amount_minor, last.original_trace) == (0, 500, None)
        assert BEFORE.same(last) is False and last.currency != 840
    if answer.outcome == "declined":
        assert last.result != 0 or (acknowledged and BEFORE.same(last))


@given(st.binary(max_size=64))
def test_a_scales_rubbish_is_a_fault_or_what_it_says(data: bytes) -> None:
    try:
        weight = read_weight(seven_bits(data))
    except EnvironmentFault:
        return
    assert 0 <= weight.weight_g < 1_000_000
    assert data[:1] == b"\x82"
