"""Opens an image as a till does at its start, with the shipped code on the shipped driver, and reads what it finds."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pysqlite3 import dbapi2 as sqlite

from kiosk.services.profile import read_profile
from kiosk.store.till import TillStore
from kiosk.store.till.boot import TILL
from sync.base.version import SOFTWARE
from sync.database.faults import DatabaseError
from sync.protocol.errors import EnvironmentFault, Refusal
from tests.faults.crash.states import state_of

KEPT = ("identity.json", "keys.json", "series.json")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Found(NamedTuple):
    """What an image held once it was open."""

    state: bytes
    next_number: str


class Opening:
    """A folder that images are put into, one after the other."""

    def __init__(self, folder: Path, profile: Path) -> None:
        folder.mkdir()
        for name in KEPT:
            shutil.copy(profile / name, folder / name)
        self.folder = folder
        self._identity, keys = read_profile(folder)
        self._signer: Any = RememberingSigner(keys.signer())

    def open(self, files: dict[str, bytes]) -> Found | str:
        """Open the image; what was found, or what is wrong with it."""
        self.put(files)
        try:
            number = self.recover()
        except (EnvironmentFault, Refusal, DatabaseError) as failure:
            return f"not opened: {failure}"
        if number.startswith("set aside"):
            return number
        try:
            return self._read(number)
        except DatabaseError as failure:
            return f"not read: {failure}"

    def put(self, files: dict[str, bytes]) -> None:
        """Lay out the image's files."""
        for path in self.folder.glob(f"{TILL}*"):
            path.unlink()
        for name, data in files.items():
            (self.folder / name).write_bytes(data)

    def recover(self) -> str:
        """Open the store, recover it as after a doubtful commit, and return the number it would give to the next sale."""
        me = self._identity
        store = TillStore.open(self.folder, self._signer, me.terminal, me.register, me.store, SOFTWARE, lambda: NOW)
        try:
            if store.past is not None:
                return f"set aside: {store.past.reason}"
            store.recover()
            return str(store.unit().next_number())
        finally:
            store.close()

    def _read(self, number: str) -> Found | str:
        connection = sqlite.connect(self.folder / TILL)
        try:
            sound = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            return Found(state_of(connection.execute), number) if sound == "ok" else f"integrity_check: {sound}"
        finally:
            connection.close()


class RememberingSigner:
    """Proves each signature once: the same entries stand in thousands of images."""

    def __init__(self, inner: Ed25519PrivateKey) -> None:
        self._inner = inner
        self._public = RememberingKey(inner.public_key())

    def public_key(self) -> "RememberingKey":
        return self._public

    def sign(self, data: bytes) -> bytes:
        return self._inner.sign(data)


class RememberingKey:
    """A public key that remembers what it has found true."""

    def __init__(self, inner: Ed25519PublicKey) -> None:
        self._inner = inner
        self._true: set[tuple[bytes, bytes]] = set()

    def verify(self, signature: bytes, data: bytes) -> None:
        """Raise InvalidSignature for a wrong one."""
        if (signature, data) not in self._true:
            self._inner.verify(signature, data)
            self._true.add((signature, data))
