"""Becoming a terminal: fresh keys, the one-time code, and the store secret unsealed with a key that never left this machine."""

from typing import TYPE_CHECKING, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.client.channel import Channel
from sync.protocol.codec import pack
from sync.protocol.errors import EnvironmentFault
from sync.protocol.sealing import SealError, open_secret
from sync.protocol.wire import EnrolAnswer, EnrolRequest

if TYPE_CHECKING:
    import httpx


class TerminalKeys(NamedTuple):
    """The private halves of a terminal's keys. Kept for a second try: the same code with the same keys is answered again."""

    signing: Ed25519PrivateKey
    sealing: X25519PrivateKey

    @classmethod
    def generate(cls) -> "TerminalKeys":
        return cls(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())

    def seeds(self) -> tuple[bytes, bytes]:
        """Return both 32-byte seeds, signing first, for the owner-only key file."""
        return self.signing.private_bytes_raw(), self.sealing.private_bytes_raw()


class Enrolled(NamedTuple):
    """What an enrolment brought; `store_secret` is for the key file alone."""

    answer: EnrolAnswer
    keys: TerminalKeys
    store_secret: bytes


def enrol(
    url: str, code: str, *, keys: TerminalKeys | None = None, software: str = "", transport: "httpx.BaseTransport | None" = None
) -> Enrolled:
    """Hand in the one-time code and return who this machine now is. Raises as `Channel.post` does."""
    found = keys or TerminalKeys.generate()
    request = EnrolRequest(
        code=code,
        signing_key=found.signing.public_key().public_bytes_raw(),
        sealing_key=found.sealing.public_key().public_bytes_raw(),
        software=software,
    )
    with Channel(url, transport) as channel:
        answer = channel.post("/v1/enrol", pack(request), {}, EnrolAnswer)
    try:
        return Enrolled(answer, found, open_secret(answer.secret, found.sealing, answer.terminal))
    except SealError as error:
        raise EnvironmentFault("ledger_nonsense", reason="secret") from error
