"""Customer displays of two lines by twenty characters: the driver over a serial line, the simulated one that can be read, the broken
one.

Two public command sets: ESC/POS for customer displays (Epson DM-D and most makes' default mode) and CD5220. Displays of the second keep
their own code pages, so they are sent plain letters.
"""

import threading
import unicodedata
from typing import NamedTuple, Protocol

from kiosk.devices.addresses import read_address
from kiosk.devices.serial_line import line_at
from sync.protocol.errors import EnvironmentFault

COLUMNS = 20
_ESC, _US, _CLEAR, _CR = b"\x1b", b"\x1f", b"\x0c", b"\r"
_PAGE_858 = 19
"""DM-D: ESC t 19 is page 858, Western Europe with the euro."""


class Row(NamedTuple):
    """A line of the display: what stands left gives way to what stands right."""

    left: str
    right: str = ""


class Pole(Protocol):
    """A display. `show` raises EnvironmentFault pole_off and is bounded in time; whoever must not wait calls it aside."""

    def show(self, upper: Row, lower: Row) -> None: ...
    def status(self) -> str: ...


class Line(Protocol):
    """A serial line as a display needs it; a display never answers."""

    def write(self, data: bytes) -> None: ...
    def check(self) -> None: ...


class Commands(Protocol):
    """How a make of displays is spoken to."""

    def text(self, text: str) -> bytes: ...
    def start(self) -> bytes: ...
    def lines(self, upper: bytes, lower: bytes) -> bytes: ...


class EscPosCommands:
    """ESC/POS for customer displays: initialise, code page 858, cursor off; each line is written over from its first column."""

    def text(self, text: str) -> bytes:
        return text.encode("cp858", "replace")

    def start(self) -> bytes:
        return _ESC + b"@" + _ESC + b"t" + bytes([_PAGE_858]) + _US + b"C\x00" + _CLEAR

    def lines(self, upper: bytes, lower: bytes) -> bytes:
        return _US + b"$\x01\x01" + upper + _US + b"$\x01\x02" + lower


class Cd5220Commands:
    """CD5220: initialise, cursor off; each line is a string of its own."""

    def text(self, text: str) -> bytes:
        return plain(text).encode("ascii", "replace")

    def start(self) -> bytes:
        return _ESC + b"@" + _ESC + b"_\x00" + _CLEAR

    def lines(self, upper: bytes, lower: bytes) -> bytes:
        return _ESC + b"QA" + upper + _CR + _ESC + b"QB" + lower + _CR


class SerialPole:
    """A display on a serial line. It is initialised anew after a fault, as it may have been switched off."""

    def __init__(self, line: Line, commands: Commands) -> None:
        self._line = line
        self._commands = commands
        self._started = False

    def show(self, upper: Row, lower: Row) -> None:
        """Show two lines in place of those before. Raises EnvironmentFault pole_off."""
        data = self._commands.lines(self._fitted(upper), self._fitted(lower))
        begin = b"" if self._started else self._commands.start()
        self._started = False
        self._line.write(begin + data)
        self._started = True

    def status(self) -> str:
        """Say off where there is no line, else unknown: a display tells nothing of itself."""
        try:
            self._line.check()
        except EnvironmentFault:
            return "off"
        return "unknown"

    def _fitted(self, row: Row) -> bytes:
        """Bytes are columns here, whatever became of a letter that the display has not."""
        right = self._commands.text(clean(row.right))[:COLUMNS]
        room = COLUMNS - len(right)
        left = self._commands.text(clean(row.left))
        # A space keeps the words from running into the figure.
        return left[: max(0, room - 1) if right else room].ljust(room) + right


class SimulatedPole:
    """A display that can be read: it takes the bytes of either command set and keeps the two lines a customer sees."""

    def __init__(self, commands: Commands | None = None) -> None:
        self._lock = threading.Lock()
        self._cells = [" "] * (2 * COLUMNS)
        self._at = 0
        self._held = b""
        self._driver = SerialPole(self, commands or EscPosCommands())

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines, as wide as the display."""
        with self._lock:
            text = "".join(self._cells)
        return text[:COLUMNS], text[COLUMNS:]

    def show(self, upper: Row, lower: Row) -> None:
        """Show two lines through the real driver."""
        self._driver.show(upper, lower)

    def status(self) -> str:
        """A simulated display is always there."""
        return "ready"

    def write(self, data: bytes) -> None:
        """Be the line of the driver as well."""
        self.hear(data)

    def check(self) -> None:
        """Be there."""

    def hear(self, data: bytes) -> bytes:
        """Take bytes as a display does, in any pieces; it answers nothing."""
        with self._lock:
            self._held += data
            while self._held and (size := self._step()):
                self._held = self._held[size:]
        return b""

    def _step(self) -> int:
        """Carry out what stands first; return its size, 0 while it is not whole."""
        held = self._held
        if held[:1] == _CLEAR:
            self._cells, self._at = [" "] * (2 * COLUMNS), 0
            return 1
        if held[:1] == _ESC:
            return self._escape(held)
        if held[:1] == _US:
            return self._unit(held)
        self._put(held[:1].decode("cp858"))
        return 1

    def _escape(self, held: bytes) -> int:
        kind = held[1:2]
        if kind == b"@":
            self._cells, self._at = [" "] * (2 * COLUMNS), 0
            return 2
        if kind == b"Q":
            return self._string(held)
        return 3 if kind and len(held) >= 3 else 0

    def _string(self, held: bytes) -> int:
        end = held.find(_CR)
        if end < 0:
            return 0
        self._at = 0 if held[2:3] == b"A" else COLUMNS
        for letter in held[3:end].ljust(COLUMNS)[:COLUMNS].decode("ascii", "replace"):
            self._put(letter)
        return end + 1

    def _unit(self, held: bytes) -> int:
        if held[1:2] != b"$":
            return 3 if len(held) >= 3 else 0
        if len(held) < 4:
            return 0
        self._at = ((held[3] - 1) * COLUMNS + held[2] - 1) % len(self._cells)
        return 4

    def _put(self, letter: str) -> None:
        self._cells[self._at] = letter
        self._at = (self._at + 1) % len(self._cells)


class BrokenPole:
    """A display that is never there."""

    def show(self, upper: Row, lower: Row) -> None:
        raise EnvironmentFault("pole_off")

    def status(self) -> str:
        return "off"


def clean(text: str) -> str:
    """Return a text without control characters, its narrow and fixed spaces plain."""
    return "".join(
        letter if letter.isprintable() else " "
        for letter in unicodedata.normalize("NFC", text).replace("\u202f", " ").replace("\u00a0", " ")
    )


def plain(text: str) -> str:
    """Return a text in letters without accents."""
    spelled = text.replace("€", "EUR").replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("’", "'")
    return "".join(letter for letter in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(letter))


def pole_at(text: str) -> SimulatedPole | SerialPole:
    """Return the display at serial:PATH[?baud=9600&commands=escpos], or `simulated`. Raises Refusal pole_address."""
    address = read_address(text, "pole")
    if address.scheme == "simulated":
        return SimulatedPole()
    commands: Commands = Cd5220Commands() if address.options.get("commands") == "cd5220" else EscPosCommands()
    return SerialPole(line_at(address, "pole_off"), commands)
