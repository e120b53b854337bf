"""Card terminals: what one answers, the simulated one, the stand-alone one whose driver is the cashier, and the broken one.

No card number, name or expiry is ever in an answer: approved, declined or uncertain, with the terminal's own reference. An intent is
durable at the till before it is asked here, and may be asked about again after a stop. A negative amount is paid back to the card.
"""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

Word = Literal["approved", "declined", "uncertain"]
Scripted = Literal["approved", "declined", "uncertain", "lost", "silent"]
_ID_LIMIT_CHARS = 64


class CardAnswer(msgspec.Struct, frozen=True):
    """A terminal's word on one intent. Uncertain: nobody knows yet, ask `outcome` again or a person."""

    outcome: Word
    reference: str = ""


UNCERTAIN = CardAnswer("uncertain")


class SimulatedCardTerminal:
    """A terminal that follows a script: the next answers in order, then `otherwise`.

    It remembers what it did in `memory`, a file that outlives it, as a real terminal's host does: the same intent gets the same answer and
    is charged once. `lost` charges and answers uncertain (the line broke), `silent` does not charge and answers uncertain (no answer in
    time), `uncertain` stays so until it is settled.
    """

    def __init__(self, memory: Path, *, otherwise: Scripted = "approved") -> None:
        self._memory = memory
        self._otherwise = otherwise
        self._script: list[Scripted] = []
        self._lock = threading.Lock()

    def script(self, *words: Scripted) -> None:
        """Say what the next requests get."""
        with self._lock:
            self._script.extend(words)

    def settle(self, intent_id: str, word: Word) -> None:
        """Make known what became of an intent."""
        with self._lock:
            self._remember(intent_id, word)

    def ask(self, intent_id: str, amount_minor: int) -> CardAnswer:
        """Charge an amount once; a repeated intent is answered from memory."""
        _check(intent_id, amount_minor)
        with self._lock:
            known = self._read().get(intent_id)
            return known if known is not None else self._charge(intent_id)

    def outcome(self, intent_id: str) -> CardAnswer:
        """Say what became of an intent; one that never arrived is declined, as nothing was charged."""
        with self._lock:
            return self._read().get(intent_id, CardAnswer("declined"))

    def _charge(self, intent_id: str) -> CardAnswer:
        word = self._script.pop(0) if self._script else self._otherwise
        if word == "silent":
            return UNCERTAIN
        done = self._remember(intent_id, "approved" if word == "lost" else word)
        return UNCERTAIN if word == "lost" else done

    def _read(self) -> dict[str, CardAnswer]:
        if not self._memory.exists():
            return {}
        return msgspec.json.decode(self._memory.read_bytes(), type=dict[str, CardAnswer])

    def _remember(self, intent_id: str, word: Word) -> CardAnswer:
        """Written beside and renamed: a kill leaves the old memory or the new one, never half of one."""
        answer = CardAnswer(word, "" if word == "uncertain" else f"SIM-{intent_id[:8]}")
        beside = self._memory.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(msgspec.json.encode(self._read() | {intent_id: answer}))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._memory)
        return answer


class StandaloneCard:
    """A terminal without a cable: the cashier keys the amount there, reads its screen and says what it said. `confirm` asks that person.

    After a stop nobody but a person knows, so `outcome` asks as well; None (nobody there, or not sure) stays uncertain.
    """

    def __init__(self, confirm: Callable[[str, int | None], bool | None]) -> None:
        self._confirm = confirm

    def ask(self, intent_id: str, amount_minor: int) -> CardAnswer:
        """Ask whether the terminal approved this amount."""
        _check(intent_id, amount_minor)
        return _heard(self._confirm(intent_id, amount_minor))

    def outcome(self, intent_id: str) -> CardAnswer:
        """Ask what became of an intent left open; its amount is on the person's screen already."""
        return _heard(self._confirm(intent_id, None))


class BrokenCardTerminal:
    """A terminal that never knows: every question is answered with uncertain."""

    def ask(self, intent_id: str, amount_minor: int) -> CardAnswer:
        _check(intent_id, amount_minor)
        return UNCERTAIN

    def outcome(self, intent_id: str) -> CardAnswer:
        return UNCERTAIN


def _heard(said: bool | None) -> CardAnswer:
    return UNCERTAIN if said is None else CardAnswer("approved" if said else "declined")


def _check(intent_id: str, amount_minor: int) -> None:
    """A request that no till of ours makes is a bug, not a refusal."""
    if not 0 < len(intent_id) <= _ID_LIMIT_CHARS:
        raise ValueError("an intent has a short id")
    if amount_minor == 0:
        raise ValueError("a card is asked for an amount")
