"""From a line of JSON to a typed request: what is wrong is named by field and rule, and nothing else is let in."""

import re

import msgspec

from kiosk.services.commands import Command
from sync.protocol.errors import Refusal

LINE_LIMIT_BYTES = 1_000_000

_decoder: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)
_PATH = re.compile(r" - at `\$\.?([^`]*)`$")
_NAMED = re.compile(r"(?:unknown|required) field `([^`]+)`")


def read(line: bytes) -> Command:
    """Decode one request. Raises Refusal request_too_long, bad_json or bad_request with `field` and `rule`."""
    if len(line) > LINE_LIMIT_BYTES:
        raise Refusal("request_too_long")
    try:
        return _decoder.decode(line)
    except msgspec.ValidationError as error:
        raise _refusal(str(error)) from error
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


def _refusal(text: str) -> Refusal:
    """Turn the decoder's words into a field and a rule."""
    path = _PATH.search(text)
    rule = text[: path.start()] if path else text
    named = _NAMED.search(rule)
    inside = path[1] if path else ""
    field = ".".join(part for part in (inside, named[1] if named else "") if part)
    return Refusal("bad_request", field=field or "request", rule=_as_code(rule))


def _as_code(rule: str) -> str:
    """Return the decoder's rule without its English: a type and its bound, or one word."""
    if "unknown field" in rule:
        return "unknown"
    if "required field" in rule:
        return "required"
    return rule.replace("Expected ", "").replace("`", "").replace(", got ", " ≠ ") if rule.startswith("Expected") else "value"
