"""From bytes to a shop file that may be trusted: size, shape, then every bound and cross reference."""

import re
from functools import cache

import msgspec

from sync.protocol.errors import Refusal
from sync.rules.bounds import refusal, refuse
from sync.rules.offers import validate
from sync.shopfile.catalogue import check_catalogue
from sync.shopfile.habits import check_offer_ids
from sync.shopfile.people import check_people
from sync.shopfile.premises import check_premises
from sync.shopfile.shapes import ShopFile

FILE_LIMIT_BYTES = 256 * 1024 * 1024
"""Room for 200,000 products with every field filled; more is not a shop file."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WHERE = re.compile(r"(?P<what>.*?)(?: - at (?:`key` in )?`(?P<path>[^`]*)`)?", re.DOTALL)
_NAMED = re.compile(r"Object (?P<fault>contains unknown|missing required) field `(?P<name>.*)`", re.DOTALL)
_EXPECTED = re.compile(r"Expected `(?P<expected>.*?)`(?:, got `(?P<got>.*)`)?", re.DOTALL)
_RULES = {"contains unknown": "unknown_field", "missing required": "missing"}


def load(data: bytes) -> ShopFile:
    """Read a shop file; raises Refusal shop_file, whose `field` is the place (`products[3].price_minor`) and `rule` what it breaks."""
    if len(data) > FILE_LIMIT_BYTES:
        refuse("", "too_large", FILE_LIMIT_BYTES)
    file = _read(data.removeprefix(_BYTE_ORDER_MARK))
    check_premises(file)
    check_catalogue(file)
    validate(file.offers, file.programmes)
    check_offer_ids(file.offers)
    check_people(file)
    return file


def _read(data: bytes) -> ShopFile:
    try:
        return _decoder().decode(data)
    except msgspec.ValidationError as error:
        raise _shape_refusal(str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refusal("", "json", error) from error


@cache
def _decoder() -> msgspec.json.Decoder[ShopFile]:
    return msgspec.json.Decoder(ShopFile)


def _shape_refusal(message: str) -> Refusal:
    """Turn the reader's words into a field and a rule."""
    where = _WHERE.fullmatch(message)
    what, path = (where["what"], where["path"] or "$") if where else (message, "$")
    field = path.removeprefix("$").removeprefix(".")
    if named := _NAMED.fullmatch(what):
        return refusal(f"{field}.{named['name']}".removeprefix("."), _RULES[named["fault"]])
    if expected := _EXPECTED.fullmatch(what):
        return refusal(field, "type", expected["expected"])
    return refusal(field, "not_allowed", what)
