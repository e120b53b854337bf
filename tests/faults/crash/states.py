"""The states that a till.db went through, told apart by every byte of every table; read with SQL of the tests' own."""

import hashlib
import json
import marshal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite

_ORDERS = {
    "identity": "1",
    "journal": "1",
    "sale": "1",
    "effect": "1, 2, 3, 4",
    "total": "1, 2",
    "closing": "1",
    "work": "1, 2",
    "personal": "1, 2",
}
_PLAIN_MARSHAL = 2
"""Equal values are equal bytes in this version of the format; later ones mark what is referred to twice."""

Execute = Callable[[str], Iterable[tuple[Any, ...]]]


def state_of(execute: Execute) -> bytes:
    """Return the hash of everything that a till.db holds."""
    digest = hashlib.blake2b(digest_size=16)
    for table, order in _ORDERS.items():
        rows = list(execute(f"SELECT * FROM {table} ORDER BY {order}"))  # noqa: S608 - tables of ours
        digest.update(marshal.dumps(rows, _PLAIN_MARSHAL))
    return digest.digest()


class States:
    """State 0 is what the file held at first, state n what it held after commit n. `numbers`: the receipt number each commit gave out."""

    def __init__(self, path: Path) -> None:
        self._places: dict[bytes, list[int]] = {}
        self.numbers: list[str] = [""]
        self._entries = 0
        connection = sqlite.connect(path)
        try:
            self._add(connection.execute)
        finally:
            connection.close()

    def remember(self, execute: Execute) -> None:
        """Note the state after a commit."""
        self.numbers.append("")
        self._add(execute)

    def place(self, state: bytes, commits: int) -> int | None:
        """Return which state this is, of equal ones that next to `commits`; None for one that never was."""
        return min(self._places.get(state, []), key=lambda place: abs(place - commits), default=None)

    def _add(self, execute: Execute) -> None:
        self._places.setdefault(state_of(execute), []).append(len(self.numbers) - 1)
        for seq, body in list(execute(f"SELECT seq, body FROM journal WHERE seq > {self._entries} ORDER BY seq")):  # noqa: S608
            fact = json.loads(body)["fact"]
            if fact["fact"] == "sale":
                self.numbers[-1] = fact["number"]
            self._entries = seq
