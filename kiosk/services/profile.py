"""A terminal's profile folder: who it is (`identity.json`) and its secrets (`keys.json`, owner-only). Databases live beside them."""

from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.base.files import write_durably
from sync.protocol.errors import EnvironmentFault, Refusal

IDENTITY = "identity.json"
KEYS = "keys.json"


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Which terminal this is. `enrolment` counts the register's enrolments and names its series; `ledger` empty means none."""

    terminal: str
    store: str
    register: str
    kind: str
    enrolment: int
    ledger: str = ""
    shop_key: bytes = b""


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """Raw 32-byte seeds and the store secret; they never leave the profile folder."""

    signing_seed: bytes
    store_secret: bytes

    def signer(self) -> Ed25519PrivateKey:
        """Return the key that signs entries, requests and coupons."""
        return Ed25519PrivateKey.from_private_bytes(self.signing_seed)

    def public(self) -> bytes:
        """Return the raw public key."""
        return self.signer().public_key().public_bytes_raw()


def write_profile(folder: Path, identity: Identity, keys: Keys) -> None:
    """Make the profile durable, secrets first and owner-only; refuses to overwrite another terminal's."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (folder / IDENTITY).exists():
        raise Refusal("profile_exists", field="profile")
    write_durably(folder / KEYS, msgspec.json.encode(keys))
    write_durably(folder / IDENTITY, msgspec.json.format(msgspec.json.encode(identity)))


def is_terminal(folder: Path) -> bool:
    """Tell whether a machine was made a terminal in this folder."""
    return (folder / IDENTITY).exists()


def read_profile(folder: Path) -> tuple[Identity, Keys]:
    """Read a profile; Refusal `profile_missing` where no terminal was enrolled, EnvironmentFault `profile_damaged` for rubbish."""
    if not is_terminal(folder):
        raise Refusal("profile_missing", field="profile")
    try:
        identity = msgspec.json.decode((folder / IDENTITY).read_bytes(), type=Identity)
        keys = msgspec.json.decode((folder / KEYS).read_bytes(), type=Keys)
    except (OSError, msgspec.DecodeError) as error:
        raise EnvironmentFault("profile_damaged") from error
    return identity, keys
