"""From a line of JSON to a typed request: what is wrong is named by field and rule, and nothing else is let in."""

import msgspec

from kiosk.services.commands import DAY_PATTERN, MEMBER_PATTERN, PIN_PATTERN, Command
from sync.protocol.errors import Refusal
from sync.rules.shapes import broken

LINE_LIMIT_BYTES = 1_000_000

_decoder: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)
_PATTERNS = {PIN_PATTERN: "pin", DAY_PATTERN: "date", MEMBER_PATTERN: "member_id"}


def read(line: bytes) -> Command:
    """Decode one request. Raises Refusal request_too_long, bad_json or bad_request with `field` and `rule`."""
    if len(line) > LINE_LIMIT_BYTES:
        raise Refusal("request_too_long")
    try:
        return _decoder.decode(line)
    except msgspec.ValidationError as error:
        field, rule = broken(str(error), _PATTERNS)
        raise Refusal("bad_request", field=field or "request", rule=rule) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("bad_json") from error


def named(line: bytes) -> str:
    """Return which request a refused line meant to be, empty when it does not say."""
    try:
        meant = msgspec.json.decode(line, type=_Named)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return meant.do


class _Named(msgspec.Struct):
    do: str = ""
