"""What a decoder says of a wrong shape, as a field and a rule: its English and its types stay behind this door."""

import re
from typing import NamedTuple

FIELD_LIMIT_CHARS = 100
"""A field's name may be anything that was sent; a sentence repeats no more of it than a person reads."""

_WHERE = re.compile(r"(?P<what>.*?)(?: - at (?:`key` in )?`\$?\.?(?P<path>[^`]*)`)?", re.DOTALL)
_NAMED = re.compile(r"Object (?P<fault>contains unknown|missing required) field `(?P<name>.*)`", re.DOTALL)
_BOUND = re.compile(r"Expected `(?P<type>\w+)`(?P<length> of length)? (?P<side>>=|<=|<|>) (?P<bound>-?\d+)")
_PATTERN = re.compile(r"Expected `str` matching regex '(?P<pattern>.*)'", re.DOTALL)
_TYPE = re.compile(r"Expected `(?P<type>.*?)`(?:, got `.*`)?", re.DOTALL)
_SAYS = {"contains unknown": "unknown_field", "missing required": "missing"}
_LENGTHS = {"str": "length", "array": "items"}


class Broken(NamedTuple):
    """Where a shape is wrong (empty for the whole of it), and which rule it breaks: a code, with its bounds after a colon."""

    field: str
    rule: str


def broken(message: str, patterns: dict[str, str] | None = None) -> Broken:
    """Return what msgspec's message says; `patterns` gives the rule of each regular expression in use."""
    where = _WHERE.fullmatch(message)
    what, path = (where["what"], where["path"] or "") if where else (message, "")
    if named := _NAMED.fullmatch(what):
        return Broken(_shown(f"{path}.{named['name']}".removeprefix(".")), _SAYS[named["fault"]])
    return Broken(_shown(path), _rule(what, patterns or {}))


def _rule(what: str, patterns: dict[str, str]) -> str:
    if found := _BOUND.fullmatch(what):
        return f"{_LENGTHS.get(found['type'], 'range') if found['length'] else 'range'}: {_bounds(found['side'], int(found['bound']))}"
    if found := _PATTERN.fullmatch(what):
        return patterns.get(found["pattern"], "not_allowed")
    if found := _TYPE.fullmatch(what):
        return f"type: {found['type']}"
    return "not_allowed"


def _bounds(side: str, bound: int) -> str:
    """Both ends are inclusive, as everywhere."""
    return {">=": f"{bound}..", ">": f"{bound + 1}..", "<=": f"..{bound}", "<": f"..{bound - 1}"}[side]


def _shown(field: str) -> str:
    return field if len(field) <= FIELD_LIMIT_CHARS else f"{field[:FIELD_LIMIT_CHARS]}\N{HORIZONTAL ELLIPSIS}"
