"""Card terminals: what one answers, the simulated one, and the broken one. Of a stand-alone one the cashier tells (`services.cards`).

No card number, name or expiry is ever in an answer: approved, declined or uncertain, with the terminal's own reference. An intent is
durable at the till before it is asked here, and may be asked about again after a stop. A negative amount is paid back to the card.
"""

import os
import threading
from pathlib import Path
from typing import Literal, get_args

import msgspec

Word = Literal["approved", "declined", "uncertain"]
Cause = Literal["", "aborted", "busy", "unreachable", "unsupported"]
Scripted = Literal["approved", "declined", "uncertain", "lost", "silent", "partial", "aborted", "busy", "unreachable", "unsupported"]
_ID_LIMIT_CHARS = 64


class CardAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A terminal's word on one intent. Uncertain: nobody knows yet, ask `outcome` again or a person.

    `reference` is what the terminal calls the payment, `approved_minor` what was approved where it is less than was asked for, and `cause`
    why an intent was declined, empty when the bank said no without a word that would help.
    """

    outcome: Word
    reference: str = ""
    approved_minor: int | None = None
    cause: Cause = ""


UNCERTAIN = CardAnswer("uncertain")


class Movement(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a simulated terminal remembers of an intent; `reverses` names the payment that a reversal took back."""

    answer: CardAnswer
    moved_minor: int = 0
    reverses: str = ""


class SimulatedCardTerminal:
    """A terminal that follows a script: the next answers in order, then `otherwise`.

    It remembers what it did in `memory`, a file that outlives it, as a real terminal's host does: the same intent gets the same answer and
    is charged once. `lost` charges and answers uncertain (the line broke), `silent` does not charge and answers uncertain (no answer in
    time), `uncertain` stays so until it is settled, `partial` approves half of the amount; causes decline.
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
        """Make known what became of an intent that stayed uncertain."""
        with self._lock:
            before = self._read()[intent_id]
            moved = before.moved_minor if word == "approved" else 0
            self._remember(intent_id, Movement(_answer(intent_id, word), moved, before.reverses))

    def moved_minor(self) -> int:
        """Return the money that the cards' holders have paid here, less what they were paid back."""
        with self._lock:
            return sum(each.moved_minor for each in self._read().values() if each.answer.outcome == "approved")

    def ask(self, intent_id: str, amount_minor: int) -> CardAnswer:
        """Charge an amount once; a repeated intent is answered from memory."""
        _check(intent_id, amount_minor)
        with self._lock:
            known = self._read().get(intent_id)
            return known.answer if known is not None else self._carry_out(intent_id, amount_minor, "")

    def reverse(self, intent_id: str, amount_minor: int, payment_id: str, reference: str) -> CardAnswer:
        """Take an approved payment back once; what was never approved here, or is back already, is declined."""
        _check(intent_id, amount_minor)
        with self._lock:
            movements = self._read()
            known = movements.get(intent_id)
            if known is not None:
                return known.answer
            paid = movements.get(payment_id)
            done = paid is not None and paid.answer.reference == reference and paid.moved_minor == amount_minor
            back = any(each.reverses == payment_id and each.answer.outcome == "approved" for each in movements.values())
            if not done or back:
                return CardAnswer("declined")
            return self._carry_out(intent_id, -amount_minor, payment_id)

    def outcome(self, intent_id: str) -> CardAnswer:
        """Say what became of an intent; one that never arrived is declined, as nothing was charged."""
        with self._lock:
            known = self._read().get(intent_id)
            return known.answer if known is not None else CardAnswer("declined")

    def _carry_out(self, intent_id: str, amount_minor: int, reverses: str) -> CardAnswer:
        word = self._script.pop(0) if self._script else self._otherwise
        if word == "silent":
            return UNCERTAIN
        if word == "partial" and not reverses and abs(amount_minor) > 1:
            amount_minor = amount_minor // 2 if amount_minor > 0 else -(-amount_minor // 2)
            answer = msgspec.structs.replace(_answer(intent_id, "approved"), approved_minor=abs(amount_minor))
        else:
            answer = _answer(intent_id, "approved" if word in ("lost", "partial") else word)
        moved = 0 if answer.outcome == "declined" else amount_minor
        self._remember(intent_id, Movement(answer, moved, reverses))
        return UNCERTAIN if word == "lost" else answer

    def _read(self) -> dict[str, Movement]:
        if not self._memory.exists():
            return {}
        return msgspec.json.decode(self._memory.read_bytes(), type=dict[str, Movement])

    def _remember(self, intent_id: str, movement: Movement) -> None:
        """Written beside and renamed: a kill leaves the old memory or the new one, never half of one."""
        beside = self._memory.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(msgspec.json.encode(self._read() | {intent_id: movement}))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._memory)


class BrokenCardTerminal:
    """A terminal that never knows: every question is answered with uncertain."""

    def ask(self, intent_id: str, amount_minor: int) -> CardAnswer:
        _check(intent_id, amount_minor)
        return UNCERTAIN

    def reverse(self, intent_id: str, amount_minor: int, payment_id: str, reference: str) -> CardAnswer:
        _check(intent_id, amount_minor)
        return UNCERTAIN

    def outcome(self, intent_id: str) -> CardAnswer:
        return UNCERTAIN


def _answer(intent_id: str, word: str) -> CardAnswer:
    if word in ("approved", "uncertain"):
        return CardAnswer("approved", reference=f"SIM-{intent_id[:8]}") if word == "approved" else UNCERTAIN
    return CardAnswer("declined", cause=next((cause for cause in get_args(Cause) if cause == word), ""))


def _check(intent_id: str, amount_minor: int) -> None:
    """A request that no till of ours makes is a bug, not a refusal."""
    if not 0 < len(intent_id) <= _ID_LIMIT_CHARS:
        raise ValueError("an intent has a short id")
    if amount_minor == 0:
        raise ValueError("a card is asked for an amount")
