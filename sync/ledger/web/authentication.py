"""Who speaks: a terminal proves itself by its Ed25519 signature over method, path, time and body."""

from collections.abc import Mapping
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.ledger.context import Context
from sync.ledger.problems import unauthorized
from sync.ledger.terminals import Terminal, find_terminal
from sync.protocol.wire import CLOCK_SKEW_LIMIT_S, HEADER_AT, HEADER_SIGNATURE, HEADER_TERMINAL, signing_bytes

_ID_LIMIT_CHARS = 64


def authenticate(context: Context, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Terminal:
    """Return the terminal that signed the request; raises Rejected with the header at fault."""
    at = headers.get(HEADER_AT, "")
    who = _claimed(context, headers.get(HEADER_TERMINAL, ""))
    try:
        signature = bytes.fromhex(headers.get(HEADER_SIGNATURE, ""))
        Ed25519PublicKey.from_public_bytes(who.public_key).verify(signature, signing_bytes(method, path, at, body))
    except (ValueError, InvalidSignature) as error:
        raise unauthorized("bad_signature", HEADER_SIGNATURE) from error
    _check_time(context, at)
    if who.revoked:
        raise unauthorized("terminal_revoked", HEADER_TERMINAL)
    return who


def _claimed(context: Context, terminal_id: str) -> Terminal:
    plausible = 0 < len(terminal_id) <= _ID_LIMIT_CHARS and terminal_id.isalnum() and terminal_id.isascii()
    who = context.read(lambda connection: find_terminal(connection, terminal_id)) if plausible else None
    if who is None:
        raise unauthorized("unknown_terminal", HEADER_TERMINAL)
    return who


def _check_time(context: Context, at: str) -> None:
    try:
        said = datetime.fromisoformat(at)
    except ValueError as error:
        raise unauthorized("bad_time", HEADER_AT) from error
    if said.tzinfo is None:
        raise unauthorized("bad_time", HEADER_AT)
    if abs((context.now() - said).total_seconds()) > CLOCK_SKEW_LIMIT_S:
        raise unauthorized("clock_skew", HEADER_AT)
