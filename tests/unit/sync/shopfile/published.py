"""The part of the published schema that says what offers and programmes may hold, made from their types and the bounds they are held to.

`python -m tests.unit.sync.shopfile.published` writes it into the schema; a test sees that the schema holds nothing else.
"""

import inspect
import types
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from sync.protocol import offers, programmes
from sync.protocol.record import Record
from sync.protocol.records import Role
from sync.protocol.text import Text
from sync.rules.figures_meant import BOUNDS, ITEMS_LIMIT
from sync.rules.offer_checks import CODE_LIMIT_CHARS

Schema = dict[str, Any]
SCHEMA = Path(__file__).parents[4] / "resources" / "schemas" / "shop-file.v1.json"
_FIRST = '    "offer": {'

_MINUTE = "([01][0-9]|2[0-3]):[0-5][0-9]"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TEXTS: dict[tuple[str, str], Schema] = {
    ("Hours", "since"): {"type": "string", "pattern": f"^{_MINUTE}$"},
    ("Hours", "until"): {"type": "string", "pattern": f"^({_MINUTE}|24:00)$"},
    ("OfferWhen", "since"): {"type": "string", "pattern": f"^{_DAY}(T{_MINUTE})?$"},
    ("OfferWhen", "until"): {"type": "string", "pattern": f"^{_DAY}(T{_MINUTE})?$"},
    ("OfferWhen", "codes"): {"type": "string", "pattern": f"^[A-Z0-9][A-Z0-9-]{{1,{CODE_LIMIT_CHARS - 1}}}$"},
    ("CouponValid", "day"): {"type": "string"},
    ("Expiry", "day"): {"type": "string"},
}
"""Texts that are no identifiers, by type and field."""

_WORTHS: list[Schema] = [
    {"required": ["amount_minor"], "properties": {"amount_minor": {"minimum": 1}}},
    {"required": ["percent_bp"], "properties": {"percent_bp": {"minimum": 1}}},
    {"required": ["gives"], "properties": {"gives": {"minLength": 1}}},
]
"""A coupon is worth one of these."""

_LEAST_ITEMS = frozenset({"parts", "steps", "tiers"})
_LEAST: dict[tuple[str, str], int] = {
    ("MultiplierOffer", "times_bp"): 10_000,
    ("Reward", "points"): 1,
    ("MembershipProgramme", "months"): 1,
}


def definitions() -> dict[str, Schema]:
    """Return the definitions of all offers, programmes and their parts, by name."""
    found: dict[str, Schema] = {
        "offer": {"oneOf": [_ref(kind) for kind in get_args(offers.Offer)]},
        "programme": {"oneOf": [_ref(kind) for kind in get_args(programmes.Programme)]},
    }
    waiting: list[type] = [*get_args(offers.Offer), *get_args(programmes.Programme)]
    while waiting:
        kind = waiting.pop(0)
        if _name(kind) not in found:
            found[_name(kind)] = _object(kind, waiting)
    return found


def written() -> str:
    """Return the whole schema with those definitions in it."""
    kept = SCHEMA.read_text().partition(_FIRST)[0]
    body = msgspec.json.format(msgspec.json.encode(definitions()), indent=2).decode()
    indented = "\n".join(f"  {line}" if line else line for line in body.splitlines()[1:-1])
    return f"{kept}{indented}\n  }}\n}}\n"


def _object(kind: type, waiting: list[type]) -> Schema:
    config = msgspec.structs.fields(kind)
    properties: Schema = {}
    if kind.__struct_config__.tag:  # type: ignore[attr-defined]
        properties["kind"] = {"const": kind.__struct_config__.tag}  # type: ignore[attr-defined]
    for field in config:
        properties[field.name] = _of(kind, field.name, field.type, waiting)
    wanted = [*(["kind"] if "kind" in properties and "id" in properties and kind is not programmes.Reward else [])]
    wanted += [field.name for field in config if field.required]
    shape: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    if wanted:
        shape["required"] = sorted(wanted)
    if kind is offers.ReceiptCouponOffer:
        shape["oneOf"] = _WORTHS
    shape["description"] = inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0].replace("\n", " ")
    return shape


def _of(kind: type, name: str, wanted: Any, waiting: list[type]) -> Schema:
    if wanted == Text:
        return {"$ref": "#/$defs/optionalWords"}
    if get_origin(wanted) is not None:
        return _made_of(kind, name, wanted, waiting)
    if issubclass(wanted, Record):
        waiting.append(wanted)
        return _ref(wanted)
    return {bool: {"type": "boolean"}, int: _number(kind, name), str: _text(kind, name)}[wanted]


def _made_of(kind: type, name: str, wanted: Any, waiting: list[type]) -> Schema:
    origin, parts = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        rest = [part for part in parts if part is not type(None)]
        return {"anyOf": [_of(kind, name, rest[0], waiting), {"type": "null"}]}
    if origin is Literal:
        return {"enum": list(parts)}
    if origin is list:
        return _list(kind, name, parts[0], waiting)
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"enum": list(get_args(Role))},
        "additionalProperties": _number(kind, name),
    }


def _list(kind: type, name: str, item: Any, waiting: list[type]) -> Schema:
    shape: Schema = {"type": "array", "items": _of(kind, name, item, waiting), "maxItems": ITEMS_LIMIT}
    if item in (str, int) or get_origin(item) is Literal:
        shape["uniqueItems"] = True
    elif name in _LEAST_ITEMS:
        shape |= {"minItems": 1, "maxItems": ITEMS_LIMIT if name == "steps" else 20}
    return shape


def _number(kind: type, name: str) -> Schema:
    least, most = BOUNDS.get(name, (0, 0))
    return {"type": "integer", "minimum": _LEAST.get((kind.__name__, name), least), "maximum": most}


def _text(kind: type, name: str) -> Schema:
    special = _TEXTS.get((kind.__name__, name))
    if special is not None:
        return special
    if name == "id":
        return {"$ref": "#/$defs/offerId"} if issubclass(kind, offers.OfferBase) else {"$ref": "#/$defs/id"}
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    optional = fields[name].default == ""
    return {"anyOf": [{"const": ""}, {"$ref": "#/$defs/id"}]} if optional else {"$ref": "#/$defs/id"}


def _name(kind: type) -> str:
    return kind.__name__[0].lower() + kind.__name__[1:]


def _ref(kind: type) -> Schema:
    return {"$ref": f"#/$defs/{_name(kind)}"}


if __name__ == "__main__":
    SCHEMA.write_text(written())
