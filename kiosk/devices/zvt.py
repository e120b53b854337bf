"""Card terminals that speak ZVT over TCP: the driver behind the till's card port.

Protocol: the terminal makers' association's public documents PA00P015 (commands, bitmaps, error messages, revision 13.07 and later) and
PA00P016 (transport and application protocol). Each request is a connection of its own: registration, the terminal's last transaction so
far (kept durable beside the intent), the request. What is proven by what was heard stands in `zvt_proof`. Card numbers are never read
(`zvt_fields`).
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from kiosk.devices import zvt_commands as zvt
from kiosk.devices.addresses import Address
from kiosk.devices.card import UNCERTAIN, CardAnswer
from kiosk.devices.zvt_apdu import Apdu
from kiosk.devices.zvt_currency import EURO, NO_NUMBER, number_of
from kiosk.devices.zvt_dialogue import DEFAULT_TIMEOUTS, Dialogue, Heard, Link, LinkLost, Timeouts
from kiosk.devices.zvt_fields import Transaction, read_reference
from kiosk.devices.zvt_memory import Entry, Memory
from kiosk.devices.zvt_proof import declined, judge_dialogue, judge_last

PORT = 20007
MEMORY = "card-zvt.json"
_ID_LIMIT_CHARS = 64
_UNSUPPORTED = CardAnswer("declined", cause="unsupported")
_UNREACHABLE = CardAnswer("declined", cause="unreachable")

_log = logging.getLogger(__name__)


class ZvtTerminal:
    """A terminal at a TCP address. `memory` outlives the process; one dialogue is held at a time.

    `currency` is asked for at each request: a till learns its shop's only with its first pages. One that ZVT has no number for here is
    declined as `unsupported`, and the terminal not asked.
    """

    def __init__(
        self,
        host: str,
        port: int,
        memory: Path,
        *,
        password: str = zvt.PASSWORD,
        currency: Callable[[], str] = lambda: EURO,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
    ) -> None:
        self._host, self._port = host, port
        self._memory = Memory(memory)
        self._password = password
        self._shop_currency = currency
        self._timeouts = timeouts
        self._one_at_a_time = threading.Lock()

    @property
    def _currency(self) -> int:
        return number_of(self._shop_currency())

    def ask(self, intent_id: str, amount_minor: int) -> CardAnswer:
        """Ask for a payment, or pay a negative amount back to a card."""
        _check(intent_id, amount_minor)
        if self._currency == NO_NUMBER:
            return _UNSUPPORTED
        if amount_minor > 0:
            command = zvt.authorisation(amount_minor, self._currency)
            return self._once(Entry(intent_id, "payment", amount_minor), command)
        command = zvt.refund(self._password, -amount_minor, self._currency)
        return self._once(Entry(intent_id, "refund", -amount_minor), command)

    def reverse(self, intent_id: str, amount_minor: int, payment_id: str, reference: str) -> CardAnswer:
        """Take a payment back by its receipt number; one whose reference is none of this driver's cannot be."""
        _check(intent_id, amount_minor)
        named = read_reference(reference)
        if named is None:
            return _UNSUPPORTED
        receipt, trace = named
        entry = Entry(intent_id, "reversal", abs(amount_minor), reverses_trace=trace)
        return self._once(entry, zvt.reversal(self._password, receipt))

    def outcome(self, intent_id: str) -> CardAnswer:
        """Say what became of an intent: what was proven when it was asked, or is now; one that was never asked is declined."""
        with self._one_at_a_time:
            try:
                entry = self._memory.find(intent_id)
            except (OSError, ValueError, msgspec.MsgspecError):
                return UNCERTAIN
            return CardAnswer("declined") if entry is None else self._settled(entry)

    def status(self) -> str:
        """Say ready, off (nothing listens there) or unknown (it does not answer as a terminal would)."""
        with self._one_at_a_time:
            try:
                link = self._connect()
            except LinkLost:
                return "off"
            heard = self._short(link, zvt.status_enquiry(self._password))
            link.close(abruptly=not heard.end)
            return "ready" if heard.end == "completed" else "unknown"

    def end_of_day(self) -> Literal["done", "refused", "uncertain"]:
        """Hand in the day's transactions, when a person asks for it."""
        with self._one_at_a_time:
            try:
                link = self._registered()
            except (LinkLost, _Refused):
                return "refused"
            heard = Dialogue(link, self._timeouts).run(zvt.end_of_day(self._password), self._timeouts.dialogue_ms)
            link.close(abruptly=not heard.end)
            if heard.end == "completed" and heard.status is not None and heard.status.result == zvt.DONE:
                return "done"
            return "refused" if heard.end or heard.refused is not None else "uncertain"

    def _once(self, entry: Entry, command: Apdu) -> CardAnswer:
        """The same intent is asked of the terminal once, whoever asks again and in whichever process."""
        with self._one_at_a_time:
            try:
                self._memory.begin()
                known = self._memory.find(entry.intent)
            except (OSError, ValueError, msgspec.MsgspecError):
                return UNCERTAIN
            return self._asked(entry, command) if known is None else self._settled(known)

    def _asked(self, entry: Entry, command: Apdu) -> CardAnswer:
        try:
            link = self._registered()
        except LinkLost:
            return self._note_answer(entry, _UNREACHABLE)
        except _Refused as refused:
            return self._note_answer(entry, declined(refused.result))
        last = self._short(link, zvt.repeat_receipt(self._password))
        if last.refused == zvt.BUSY or not (last.end or last.refused):
            link.close(abruptly=True)
            return self._note_answer(entry, declined(zvt.BUSY) if last.refused else _UNREACHABLE)
        return self._carried_out(link, msgspec.structs.replace(entry, before=_last_of(last)), command)

    def _carried_out(self, link: Link, entry: Entry, command: Apdu) -> CardAnswer:
        """The intent is durable with what was before it; only then the terminal hears of it."""
        try:
            self._memory.keep(entry)
        except OSError:
            link.close()
            return _UNREACHABLE
        notes = _Notes(self._memory, entry)
        dialogue = Dialogue(link, self._timeouts, on_acknowledged=notes.acknowledged, on_status=notes.status)
        heard = dialogue.run(command, self._timeouts.dialogue_ms, stoppable=True)
        link.close(abruptly=not heard.end)
        notes.heard(heard)
        answer = judge_dialogue(notes.entry, heard, self._currency)
        return answer if answer.outcome == "uncertain" else self._note_answer(notes.entry, answer)

    def _settled(self, entry: Entry) -> CardAnswer:
        """What was proven before stays; else the terminal's last transaction is asked for."""
        if entry.answer is not None:
            return entry.answer
        try:
            link = self._registered()
        except (LinkLost, _Refused):
            return UNCERTAIN
        heard = self._short(link, zvt.repeat_receipt(self._password))
        link.close(abruptly=not heard.end)
        answer = judge_last(entry, _last_of(heard), self._currency)
        return answer if answer.outcome == "uncertain" else self._note_answer(entry, answer)

    def _note_answer(self, entry: Entry, answer: CardAnswer) -> CardAnswer:
        _keep(self._memory, msgspec.structs.replace(entry, answer=answer))
        return answer

    def _registered(self) -> Link:
        """Connect and say who we are. Raises LinkLost, or _Refused where the terminal does not want us now."""
        link = self._connect()
        heard = self._short(link, zvt.registration(self._password, self._currency))
        if heard.end == "completed":
            return link
        link.close(abruptly=not heard.end)
        if heard.refused is not None or heard.end:
            raise _Refused(heard.abort_result if heard.refused is None else heard.refused)
        raise LinkLost

    def _connect(self) -> Link:
        return Link.open(self._host, self._port, self._timeouts)

    def _short(self, link: Link, command: Apdu) -> Heard:
        return Dialogue(link, self._timeouts).run(command, self._timeouts.short_ms)


class _Refused(Exception):
    """The terminal refused to be registered with, by a result code."""

    def __init__(self, result: int) -> None:
        super().__init__(result)
        self.result = result


class _Notes:
    """Keeps what is heard of an intent as it is heard."""

    def __init__(self, memory: Memory, entry: Entry) -> None:
        self._memory = memory
        self.entry = entry

    def acknowledged(self) -> None:
        self._change(msgspec.structs.replace(self.entry, acknowledged=True))

    def status(self, status: Transaction) -> None:
        self._change(msgspec.structs.replace(self.entry, status=status))

    def heard(self, heard: Heard) -> None:
        """An abort after a word of success, or two words, can be proven by nothing the terminal says later."""
        success = heard.status is not None and heard.status.result == zvt.DONE
        if heard.contradicted or (success and heard.end == "aborted"):
            self._change(msgspec.structs.replace(self.entry, contradicted=True))

    def _change(self, entry: Entry) -> None:
        self.entry = entry
        _keep(self._memory, entry)


def _keep(memory: Memory, entry: Entry) -> None:
    """The terminal has been asked: a disk that fails now takes away a proof, not the answer; without it, less is certain later."""
    try:
        memory.keep(entry)
    except (OSError, ValueError, msgspec.MsgspecError):
        _log.warning("card: what the terminal said could not be kept")


def _check(intent_id: str, amount_minor: int) -> None:
    """A request that no till of ours makes is a bug, not a refusal."""
    if not 0 < len(intent_id) <= _ID_LIMIT_CHARS or amount_minor == 0:
        raise ValueError("an intent has a short id and an amount")


def _last_of(heard: Heard) -> Transaction | None:
    return heard.status if heard.end == "completed" and not heard.contradicted else None


def zvt_at(address: Address, folder: Path, currency: Callable[[], str] = lambda: EURO) -> ZvtTerminal:
    """Return the terminal at a checked zvt://HOST[:PORT][?password=000000]; what it remembers is kept in `folder`."""
    password = address.options.get("password", zvt.PASSWORD)
    return ZvtTerminal(address.target, address.port or PORT, folder / MEMORY, password=password, currency=currency)
