"""The simulated card terminal and the broken one: one word on an intent, the same word again, never a card number. With ZVT: test_zvt."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec
import pytest

from kiosk.devices.card import BrokenCardTerminal, CardAnswer, Cause, SimulatedCardTerminal, Word


class Port(Protocol):
    """What services ask of a card terminal."""

    def ask(self, intent_id: str, amount_minor: int) -> CardAnswer: ...
    def reverse(self, intent_id: str, amount_minor: int, payment_id: str, reference: str) -> CardAnswer: ...
    def outcome(self, intent_id: str) -> CardAnswer: ...


def simulated(folder: Path, word: Word) -> Port:
    return SimulatedCardTerminal(folder / "card.json", otherwise=word)


Make = Callable[[Path, Word], Port]
WORDS = pytest.mark.parametrize("word", ["approved", "declined", "uncertain"])


@WORDS
def test_the_answer_and_the_outcome_are_the_same(word: Word, tmp_path: Path) -> None:
    terminal = simulated(tmp_path, word)
    assert terminal.ask("intent-1", 1250).outcome == word
    assert terminal.outcome("intent-1").outcome == word


@pytest.mark.parametrize("amount", [1, -1250])
def test_money_goes_both_ways(amount: int, tmp_path: Path) -> None:
    assert simulated(tmp_path, "approved").ask("intent-1", amount).outcome == "approved"


@pytest.mark.parametrize("make", [simulated, lambda _folder, _word: BrokenCardTerminal()])
@pytest.mark.parametrize(("intent", "amount"), [("", 1), ("x" * 65, 1), ("intent", 0)])
def test_a_request_that_means_nothing_is_a_bug(make: Make, intent: str, amount: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"intent|amount"):
        make(tmp_path, "approved").ask(intent, amount)


def test_an_answer_has_no_room_for_a_card_number() -> None:
    assert CardAnswer.__struct_fields__ == ("outcome", "reference", "approved_minor", "cause")


def test_the_script_is_followed_then_the_rule(tmp_path: Path) -> None:
    terminal = SimulatedCardTerminal(tmp_path / "card.json", otherwise="declined")
    terminal.script("approved", "uncertain")
    assert [terminal.ask(f"i{n}", 100).outcome for n in range(3)] == ["approved", "uncertain", "declined"]


def test_the_same_intent_is_charged_once(tmp_path: Path) -> None:
    terminal = SimulatedCardTerminal(tmp_path / "card.json", otherwise="declined")
    terminal.script("approved")
    assert terminal.ask("i1", 100) == terminal.ask("i1", 100) == CardAnswer("approved", "SIM-i1")


def test_a_lost_answer_is_known_after_a_restart(tmp_path: Path) -> None:
    """The line broke after the charge: the till asks again when it is back, and the terminal knows."""
    terminal = SimulatedCardTerminal(tmp_path / "card.json")
    terminal.script("lost")
    assert terminal.ask("i1", 100).outcome == "uncertain"
    assert SimulatedCardTerminal(tmp_path / "card.json").outcome("i1").outcome == "approved"


def test_what_never_arrived_was_not_charged(tmp_path: Path) -> None:
    terminal = SimulatedCardTerminal(tmp_path / "card.json")
    terminal.script("silent")
    assert terminal.ask("i1", 100).outcome == "uncertain"
    assert SimulatedCardTerminal(tmp_path / "card.json").outcome("i1").outcome == "declined"


def test_an_uncertain_intent_stays_so_until_it_is_settled(tmp_path: Path) -> None:
    terminal = SimulatedCardTerminal(tmp_path / "card.json", otherwise="uncertain")
    terminal.ask("i1", 100)
    assert SimulatedCardTerminal(tmp_path / "card.json").outcome("i1").outcome == "uncertain"
    terminal.settle("i1", "approved")
    assert terminal.ask("i1", 100).outcome == terminal.outcome("i1").outcome == "approved"


def test_the_memory_is_whole_json_and_leaves_no_half_file(tmp_path: Path) -> None:
    terminal = SimulatedCardTerminal(tmp_path / "card.json")
    for number in range(5):
        terminal.ask(f"i{number}", 100)
    assert [path.name for path in tmp_path.iterdir()] == ["card.json"]
    assert len(msgspec.json.decode((tmp_path / "card.json").read_bytes())) == 5


def test_a_broken_terminal_never_knows() -> None:
    terminal = BrokenCardTerminal()
    assert terminal.ask("i1", 100).outcome == terminal.outcome("i1").outcome == "uncertain"
    assert terminal.reverse("r1", 100, "i1", "").outcome == "uncertain"


@WORDS
def test_a_reversal_is_answered_like_a_payment(word: Word, tmp_path: Path) -> None:
    paid = simulated(tmp_path, "approved").ask("i1", 100)
    terminal = simulated(tmp_path, word)
    assert terminal.reverse("r1", 100, "i1", paid.reference).outcome == word
    assert terminal.outcome("r1").outcome == word


def test_a_payment_is_taken_back_once_and_only_whole(tmp_path: Path) -> None:
    terminal = SimulatedCardTerminal(tmp_path / "card.json")
    paid = terminal.ask("i1", 100)
    assert terminal.reverse("r0", 60, "i1", paid.reference).outcome == "declined", "a part of it is a refund"
    assert terminal.reverse("r0", 100, "i1", "another").outcome == "declined"
    assert terminal.reverse("r0", 100, "i2", paid.reference).outcome == "declined", "never paid here"
    assert terminal.moved_minor() == 100
    first = terminal.reverse("r1", 100, "i1", paid.reference)
    assert first.outcome == "approved" and terminal.reverse("r1", 100, "i1", paid.reference) == first
    assert terminal.reverse("r2", 100, "i1", paid.reference).outcome == "declined"
    assert terminal.moved_minor() == 0


@pytest.mark.parametrize(("asked", "approved"), [(1001, 500), (-1001, 500), (1, None)])
def test_a_part_of_the_amount_may_be_approved(tmp_path: Path, asked: int, approved: int | None) -> None:
    terminal = SimulatedCardTerminal(tmp_path / "card.json")
    terminal.script("partial")
    answer = terminal.ask("i1", asked)
    assert (answer.outcome, answer.approved_minor) == ("approved", approved)
    assert abs(terminal.moved_minor()) == (approved or abs(asked))


@pytest.mark.parametrize("cause", ["aborted", "busy", "unreachable", "unsupported"])
def test_a_cause_declines_and_moves_nothing(tmp_path: Path, cause: Cause) -> None:
    terminal = SimulatedCardTerminal(tmp_path / "card.json", otherwise=cause or "declined")
    assert terminal.ask("i1", 100) == CardAnswer("declined", cause=cause)
    assert terminal.moved_minor() == 0


def test_a_lost_answer_to_a_reversal_is_known_after_a_restart(tmp_path: Path) -> None:
    terminal = SimulatedCardTerminal(tmp_path / "card.json")
    paid = terminal.ask("i1", 100)
    terminal.script("lost")
    assert terminal.reverse("r1", 100, "i1", paid.reference).outcome == "uncertain"
    again = SimulatedCardTerminal(tmp_path / "card.json")
    assert (again.outcome("r1").outcome, again.moved_minor()) == ("approved", 0)
