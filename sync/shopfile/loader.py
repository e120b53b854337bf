"""From bytes to a shop file that may be trusted: size, shape, then every bound and cross reference."""

import re
from functools import cache

import msgspec

from sync.rules.bounds import refusal, refuse
from sync.rules.offers import validate
from sync.rules.shapes import broken
from sync.shopfile.cards import check_cards
from sync.shopfile.catalogue import check_catalogue
from sync.shopfile.coupon_codes import check_coupon_codes
from sync.shopfile.habits import check_offer_ids
from sync.shopfile.people import check_people
from sync.shopfile.premises import check_premises
from sync.shopfile.shapes import ShopFile

FILE_LIMIT_BYTES = 256 * 1024 * 1024
"""Room for 200,000 products with every field filled; more is not a shop file."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PLACE = re.compile(r"\(byte (\d+)\)")


def load(data: bytes) -> ShopFile:
    """Read a shop file; raises Refusal shop_file, whose `field` is the place (`products[3].price_minor`) and `rule` what it breaks."""
    if len(data) > FILE_LIMIT_BYTES:
        refuse("", "too_large", FILE_LIMIT_BYTES)
    file = _read(data.removeprefix(_BYTE_ORDER_MARK))
    check_premises(file)
    check_catalogue(file)
    validate(
        file.offers,
        file.programmes,
        skus={product.sku for product in file.products},
        departments={department.id for department in file.departments},
        stores={store.id for store in file.stores},
        currency=file.shop.currency,
    )
    check_offer_ids(file.offers)
    check_coupon_codes(file)
    check_people(file)
    check_cards(file)
    return file


def _read(data: bytes) -> ShopFile:
    try:
        return _decoder().decode(data)
    except msgspec.ValidationError as error:
        raise refusal(*broken(str(error))) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        place = _PLACE.search(str(error))
        raise (refusal("", "json_at", place[1]) if place else refusal("", "json")) from error


@cache
def _decoder() -> msgspec.json.Decoder[ShopFile]:
    return msgspec.json.Decoder(ShopFile)
