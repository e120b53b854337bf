"""The ledger's secrets: the shop's signing key and each store's secret, in one owner-only file and never in the database."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Annotated

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.errors import EnvironmentFault

FILE_NAME = "ledger-keys.json"
_SECRET_BYTES = 32


class _Contents(msgspec.Struct, forbid_unknown_fields=True):
    signing_seed: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
    store_secrets: dict[str, bytes]


class LedgerKeys:
    """The keys of one shop; what is made here is on disk before it is used."""

    def __init__(self, path: Path, contents: _Contents) -> None:
        self._path = path
        self._contents = contents
        self.signing = Ed25519PrivateKey.from_private_bytes(contents.signing_seed)
        self.public = self.signing.public_key().public_bytes_raw()

    @classmethod
    def create(cls, folder: Path) -> "LedgerKeys":
        """Make new keys in `folder`; an existing file is an environment fault, never overwritten."""
        path = folder / FILE_NAME
        if path.exists():
            raise EnvironmentFault("ledger_exists", path=str(path))
        keys = cls(path, _Contents(secrets.token_bytes(_SECRET_BYTES), {}))
        keys._write()
        return keys

    @classmethod
    def load(cls, folder: Path) -> "LedgerKeys":
        """Read the keys of `folder`; a missing or damaged file is an environment fault."""
        path = folder / FILE_NAME
        return cls(path, _read(path))

    def store_secret(self, store: str) -> bytes:
        """Return a store's secret. A service may be older than the import that made it, so the file is asked before giving up."""
        if store not in self._contents.store_secrets:
            self._contents = _read(self._path)
        found = self._contents.store_secrets.get(store)
        if found is None:
            raise EnvironmentFault("ledger_keys_unreadable", path=str(self._path))
        return found

    def make_store_secret(self, store: str) -> bytes:
        """Return a store's secret, made when the store is first imported: a second one would make every PIN wrong."""
        self._contents = _read(self._path)
        if store not in self._contents.store_secrets:
            self._contents.store_secrets[store] = secrets.token_bytes(_SECRET_BYTES)
            self._write()
        return self._contents.store_secrets[store]

    def code_mac(self, code: str) -> bytes:
        """Return the keyed hash of an enrolment code; a stolen database alone cannot be searched for it."""
        key = hashlib.sha256(b"comptoir enrolment code v1" + self._contents.signing_seed).digest()
        return hmac.new(key, code.encode(), hashlib.sha256).digest()

    def _write(self) -> None:
        """Replace the file whole: a power cut leaves the old keys or the new ones, never half of them."""
        draft = self._path.with_suffix(".new")
        try:
            draft.unlink(missing_ok=True)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(self._contents))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        except OSError as error:
            raise EnvironmentFault("ledger_folder_unwritable", path=str(self._path.parent)) from error


def _read(path: Path) -> _Contents:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Contents)
    except FileNotFoundError as error:
        raise EnvironmentFault("ledger_missing", path=str(path)) from error
    except (OSError, ValueError) as error:
        raise EnvironmentFault("ledger_keys_unreadable", path=str(path)) from error
