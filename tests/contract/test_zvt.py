"""The ZVT driver over real sockets, against the simulated terminal and the broken one; and what a line that breaks anywhere proves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices.card import BrokenCardTerminal, CardAnswer, SimulatedCardTerminal
from kiosk.devices.zvt import ZvtTerminal
from kiosk.devices.zvt_dialogue import Timeouts
from kiosk.devices.zvt_simulated import BrokenZvtTerminal, SimulatedZvtTerminal
from kiosk.services.ports import CardTerminalPort

QUICK = Timeouts(connect_ms=500, acknowledge_ms=2_000, between_ms=2_000, dialogue_ms=2_000, abort_ms=2_000, short_ms=2_000)
IMPATIENT = Timeouts(connect_ms=300, acknowledge_ms=40, between_ms=40, dialogue_ms=60, abort_ms=40, short_ms=60)
STOPPING = Timeouts(connect_ms=500, acknowledge_ms=2_000, between_ms=2_000, dialogue_ms=60, abort_ms=2_000, short_ms=2_000)


@pytest.fixture
def twin() -> Iterator[SimulatedZvtTerminal]:
    terminal = SimulatedZvtTerminal()
    yield terminal
    terminal.close()


def driver(port: int, folder: Path, timeouts: Timeouts = QUICK) -> ZvtTerminal:
    return ZvtTerminal("127.0.0.1", port, folder / "card-zvt.json", timeouts=timeouts)


@pytest.fixture(params=["zvt", "simulated"])
def approving(request: pytest.FixtureRequest, twin: SimulatedZvtTerminal, tmp_path: Path) -> CardTerminalPort:
    return driver(twin.port, tmp_path) if request.param == "zvt" else SimulatedCardTerminal(tmp_path / "card.json")


def test_a_payment_its_reversal_and_what_became_of_them(approving: CardTerminalPort) -> None:
    paid = approving.ask("pay", 1_250)
    assert paid.outcome == "approved" and paid.reference
    assert approving.outcome("pay").outcome == "approved"
    assert approving.reverse("back", 1_250, "pay", paid.reference).outcome == "approved"
    assert approving.outcome("back").outcome == "approved"
    assert approving.reverse("again", 1_250, "pay", paid.reference).outcome == "declined"


def test_the_same_intent_moves_money_once(approving: CardTerminalPort, twin: SimulatedZvtTerminal) -> None:
    assert approving.ask("pay", 1_250) == approving.ask("pay", 1_250)
    assert len(twin.booked) <= 1


def test_money_is_paid_back_to_a_card(approving: CardTerminalPort) -> None:
    assert approving.ask("back", -300).outcome == "approved"


def test_a_reference_that_nobody_gave_reverses_nothing(approving: CardTerminalPort) -> None:
    assert approving.reverse("back", 100, "pay", "nonsense").outcome == "declined"


@pytest.mark.parametrize(("intent", "amount"), [("", 1), ("x" * 65, 1), ("intent", 0)])
def test_a_request_that_means_nothing_is_a_bug(approving: CardTerminalPort, intent: str, amount: int) -> None:
    with pytest.raises(ValueError, match=r"intent|amount"):
        approving.ask(intent, amount)


def test_the_broken_twin_never_knows() -> None:
    port: CardTerminalPort = BrokenCardTerminal()
    assert {port.ask("a", 1).outcome, port.reverse("b", 1, "a", "r").outcome, port.outcome("a").outcome} == {"uncertain"}


def test_an_approval_names_terminal_receipt_and_trace(twin: SimulatedZvtTerminal, tmp_path: Path) -> None:
    assert driver(twin.port, tmp_path).ask("pay", 1_250) == CardAnswer("approved", "28004869-0001-000001")
    assert twin.moved_minor() == 1_250


@pytest.mark.parametrize(
    ("word", "answer", "moved"),
    [
        ("declined", CardAnswer("declined"), 0),
        ("aborted", CardAnswer("declined", cause="aborted"), 0),
        ("busy", CardAnswer("declined", cause="busy"), 0),
        ("partial", CardAnswer("approved", "28004869-0001-000001", 625), 625),
    ],
)
def test_what_the_terminal_said(twin: SimulatedZvtTerminal, tmp_path: Path, word: str, answer: CardAnswer, moved: int) -> None:
    twin.script(word)  # type: ignore[arg-type]  # the parameters are the script's words
    terminal = driver(twin.port, tmp_path)
    assert terminal.ask("pay", 1_250) == answer
    assert terminal.outcome("pay") == answer
    assert twin.moved_minor() == moved


def test_what_a_reversal_is_refused_for(twin: SimulatedZvtTerminal, tmp_path: Path) -> None:
    answer = driver(twin.port, tmp_path).reverse("back", 100, "pay", "28004869-0077-000077")
    assert answer == CardAnswer("declined", cause="unsupported")


def test_a_customer_who_does_nothing_is_stopped_in_the_end(twin: SimulatedZvtTerminal, tmp_path: Path) -> None:
    """The terminal is asked to stop, and says that it has: nothing moved, and that is certain."""
    twin.script("silent")
    assert driver(twin.port, tmp_path, STOPPING).ask("pay", 100) == CardAnswer("declined", cause="aborted")


def test_a_terminal_that_is_not_there_was_asked_nothing(twin: SimulatedZvtTerminal, tmp_path: Path) -> None:
    gone = SimulatedZvtTerminal()
    gone.close()
    terminal = driver(gone.port, tmp_path)
    assert terminal.status() == "off"
    assert terminal.ask("pay", 100) == CardAnswer("declined", cause="unreachable")
    assert terminal.outcome("pay") == CardAnswer("declined", cause="unreachable")


def test_its_state_and_its_end_of_day(twin: SimulatedZvtTerminal, tmp_path: Path) -> None:
    assert driver(twin.port, tmp_path).status() == "ready"
    assert driver(twin.port, tmp_path).end_of_day() == "done"


def test_what_was_never_asked_never_moved_money(twin: SimulatedZvtTerminal, tmp_path: Path) -> None:
    terminal = driver(twin.port, tmp_path)
    assert terminal.outcome("never").outcome == "uncertain"  # no memory at all: nobody can know
    terminal.ask("pay", 100)
    assert terminal.outcome("never").outcome == "declined"


@pytest.mark.parametrize("spoiled", [b"", b"{", b'{"pay": 3}'])
def test_a_memory_that_cannot_be_read_makes_all_uncertain(twin: SimulatedZvtTerminal, tmp_path: Path, spoiled: bytes) -> None:
    terminal = driver(twin.port, tmp_path)
    terminal.ask("pay", 100)
    (tmp_path / "card-zvt.json").write_bytes(spoiled)
    assert terminal.outcome("pay").outcome == "uncertain"
    assert terminal.ask("pay", 100).outcome == "uncertain"
    assert len(twin.booked) == 1


def test_no_card_number_is_kept_or_said(twin: SimulatedZvtTerminal, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    answer = driver(twin.port, tmp_path).ask("pay", 100)
    kept = (tmp_path / "card-zvt.json").read_text() + repr(answer) + caplog.text
    assert not any(trail in kept for trail in ("4771", "eeee", "MASTERCARD"))


DIALOGUE_BYTES = 140
"""More than the simulated terminal sends in one payment, so that the last cuts are none."""


def lost_at(count: int, folder: Path, *, auto_reversal: bool, earlier: int) -> tuple[CardAnswer, CardAnswer, int]:
    """Pay while the line breaks after so many bytes of the terminal's; return the answer, the later one, and what moved by it."""
    twin = SimulatedZvtTerminal(auto_reversal=auto_reversal)
    try:
        terminal = driver(twin.port, folder)
        for number in range(earlier):
            terminal.ask(f"before-{number}", 1_250)
        before = twin.moved_minor()
        twin.cut_after_bytes = count
        live = terminal.ask("pay", 1_250)
        later = driver(twin.port, folder).outcome("pay")
        return live, later, twin.moved_minor() - before
    finally:
        twin.close()


@pytest.mark.parametrize("earlier", [0, 1])
@pytest.mark.parametrize("auto_reversal", [True, False])
@pytest.mark.parametrize("count", range(DIALOGUE_BYTES))
def test_a_line_that_breaks_at_any_byte_lies_never(count: int, auto_reversal: bool, earlier: int, tmp_path: Path) -> None:
    """The earlier payment is of the same amount: it must not be taken for this one."""
    live, later, moved = lost_at(count, tmp_path, auto_reversal=auto_reversal, earlier=earlier)
    for answer in (live, later):
        assert answer.outcome == "uncertain" or (answer.outcome == "approved") == (moved == 1_250)
    assert live.outcome == "uncertain" or later == live


def test_a_broken_line_is_resolved_when_the_last_transaction_proves_it(tmp_path: Path) -> None:
    """The control of the one before: uncertain is not all it can say."""
    told = {lost_at(count, tmp_path / str(count), auto_reversal=False, earlier=1)[1].outcome for count in _made(tmp_path)}
    assert told == {"approved", "declined", "uncertain"}


def _made(folder: Path) -> list[int]:
    counts = [0, 3, 20, DIALOGUE_BYTES]
    for count in counts:
        (folder / str(count)).mkdir()
    return counts


def test_a_first_payment_ever_cannot_be_proven_by_the_terminals_last(tmp_path: Path) -> None:
    _, later, moved = lost_at(20, tmp_path, auto_reversal=False, earlier=0)
    assert (later.outcome, moved) == ("uncertain", 1_250)


@pytest.mark.parametrize(
    "rubbish", [b"", b"\x00" * 40, b"\xff" * 40, b"\x80\x00\x00\x06\x0f\x00", b"\x04\x0f\x02\x27\x00\x06\x0f\x00", b"HTTP/1.1 200 OK\r\n"]
)
def test_rubbish_is_never_an_approval(rubbish: bytes, tmp_path: Path) -> None:
    twin = BrokenZvtTerminal(rubbish)
    terminal = driver(twin.port, tmp_path, IMPATIENT)
    assert terminal.ask("pay", 100).outcome != "approved"
    assert terminal.outcome("pay").outcome != "approved"
    assert terminal.status() in ("unknown", "ready")
    twin.close()
