"""What a scanned code is: TILL.md's order, first match wins, and never a part of a code."""

import msgspec
from msgspec.structs import replace

from kiosk.domain.products import on_day
from kiosk.services import card_balances
from kiosk.services.membership import lookup
from kiosk.services.pricing import today
from kiosk.services.right_refused import RightRefused
from kiosk.services.work import Terminal
from sync.protocol import tokens
from sync.protocol.errors import Refusal
from sync.protocol.ids import ReceiptNumber
from sync.protocol.money import MINOR_LIMIT
from sync.protocol.records import Member, Product
from sync.rules import barcode, gtin

_WEIGHT_PLACES = 3
_UPC_E = "UPCE"


class FoundGoods(msgspec.Struct, frozen=True):
    """A product with what its code says: pieces of a pack, grams or the price of a label."""

    product: Product
    quantity: int = 1
    weight_g: int | None = None
    amount_minor: int | None = None


class FoundMember(msgspec.Struct, frozen=True):
    """A member by a card, signed or printed with a number; not `by_card` where the digits were another thing than a card's."""

    member: Member
    by_card: bool = True


class FoundCoupon(msgspec.Struct, frozen=True):
    token: tokens.CouponToken


class FoundReceipt(msgspec.Struct, frozen=True):
    number: str
    token: tokens.ReceiptToken | None = None


class FoundGiftCard(msgspec.Struct, frozen=True):
    code: str


class FoundCode(msgspec.Struct, frozen=True):
    """A public code of the shop's offers."""

    code: str


Found = FoundGoods | FoundMember | FoundCoupon | FoundCode | FoundReceipt | FoundGiftCard


def resolve(terminal: Terminal, code: str, symbology: str | None = None) -> Found:
    """Tell what `code` is; a scanner that names UPC-E means the number it stands for.

    Raises Refusal unknown_code, wrong_check_digit, embedded_zero or a token's cause.
    """
    if tokens.kind_of(code) is not None:
        return _token(terminal, code)
    if gtin.is_link(code):
        return _goods(terminal, code)
    match = terminal.policy_rules.match(code)
    if match is not None:
        return _by_rule(terminal, match)
    if symbology is not None and _plain(symbology) == _UPC_E:
        code = gtin.expand_upc_e(code) or code
    try:
        return _goods(terminal, code)
    except Refusal:
        if card_balances.is_known(terminal, code):
            return FoundGiftCard(code)
        if any(code in offer.when.codes for offer in terminal.policy.offers):
            return FoundCode(code)
        raise


def read_token(terminal: Terminal, code: str) -> tokens.Token:
    """Read a signed token of ours; the Refusal says whether it was forged, damaged or signed by a stranger."""
    try:
        return tokens.verify(code, terminal.issuer)
    except tokens.TokenError as error:
        cause = {"forged": "token_forged", "unknown_issuer": "token_issuer"}.get(error.code, "token_malformed")
        raise Refusal(cause, field="code") from error


def deposit_of(terminal: Terminal, product: Product) -> Product | None:
    """Return the deposit that goes with each piece, at its price of today; refuses (`deposit_unknown`) one the shop has withdrawn."""
    if product.deposit is None:
        return None
    found = terminal.reference.product(product.deposit)
    if found is None:
        raise Refusal("deposit_unknown", field="sku", sku=product.sku)
    return on_day(found, today(terminal))


def find_member(terminal: Terminal, code: str) -> Member:
    """Return the member of a card's token or number, a phone number or an e-mail address.

    Raises Refusal unknown_member (`lookup.UnknownMember`, where the ledger may know more), member_is_goods, several_members or a token's
    cause.
    """
    if gtin.is_link(code):
        raise Refusal("member_is_goods", field="code")
    if tokens.kind_of(code) == "member":
        return _member(terminal, code)
    return lookup.by_text(terminal, code)


def is_receipt(terminal: Terminal, code: str) -> bool:
    """Tell whether `code` names a receipt: scanning one gives goods back, which is another act than selling."""
    kind = tokens.kind_of(code)
    if kind is not None:
        return kind == "receipt"
    match = terminal.policy_rules.match(code)
    return match is not None and match.means == "receipt"


def refused_card(code: str, refusal: Refusal, member: str = "") -> Refusal:
    """Return the refusal of a member's card that was forged, copied or replaced, so that it leaves a trace (law 14)."""
    return refusal if isinstance(refusal, lookup.UnknownMember) else RightRefused("member_card", code, refusal, member)


def _member(terminal: Terminal, code: str) -> Member:
    """Return the member whom a card's code names."""
    named = ""
    try:
        token = read_token(terminal, code)
        if not isinstance(token, tokens.MemberToken):
            raise Refusal("token_malformed", field="code")
        named = token.member
        return lookup.by_token(terminal, token)
    except Refusal as refusal:
        raise refused_card(code, refusal, named) from refusal


def _token(terminal: Terminal, code: str) -> Found:
    if tokens.kind_of(code) == "member":
        return FoundMember(_member(terminal, code))
    token = read_token(terminal, code)
    if isinstance(token, tokens.CouponToken):
        return FoundCoupon(token)
    if isinstance(token, tokens.ReceiptToken):
        return FoundReceipt(token.number, token)
    raise Refusal("token_malformed", field="code")


def _by_rule(terminal: Terminal, match: barcode.Match) -> Found:
    if match.means == "member":
        member = find_member(terminal, match.base_code)
        return FoundMember(member, lookup.holder_of_number(terminal, match.base_code) == member.id)
    if match.means == "receipt":
        return FoundReceipt(match.base_code)
    if match.means == "gift_card":
        return FoundGiftCard(match.base_code)
    if match.means == "coupon":
        return FoundCode(match.base_code)
    product, _ = _product(terminal, match.base_code)
    if match.value == 0:
        raise Refusal("embedded_zero", field="code")
    if match.means == "weight":
        return FoundGoods(product, quantity=0, weight_g=match.scaled(_WEIGHT_PLACES))
    amount_minor = match.scaled(terminal.policy.shop.minor_digits)
    if amount_minor >= MINOR_LIMIT:
        raise Refusal("amount_limit", field="code")
    return FoundGoods(product, amount_minor=amount_minor)


def _goods(terminal: Terminal, code: str) -> Found:
    carried = gtin.carried(code)
    number = carried.gtin if carried else code
    barcode.require_check_digit(number)
    product, quantity = _product(terminal, number)
    if carried is None:
        return FoundGoods(product, quantity=quantity)
    return _measured(FoundGoods(product, quantity=quantity), carried, terminal.policy.shop.minor_digits)


def _measured(found: FoundGoods, carried: gtin.Carried, minor_digits: int) -> FoundGoods:
    """Take over what a GS1 label says of the measure: a weight and its price for goods by the kilogram, pieces for others."""
    if found.product.unit != "kg":
        return found if carried.pieces is None else replace(found, quantity=_not_zero(carried.pieces) * found.quantity)
    if carried.weight_g is None and carried.price is None:
        return found
    weight_g = None if carried.weight_g is None else _not_zero(carried.weight_g)
    price_minor = carried.price_minor(minor_digits)
    if price_minor is not None and _not_zero(price_minor) >= MINOR_LIMIT:
        raise Refusal("amount_limit", field="code")
    return replace(found, quantity=0 if weight_g is not None else 1, weight_g=weight_g, amount_minor=price_minor)


def _not_zero(value: int) -> int:
    if value == 0:
        raise Refusal("embedded_zero", field="code")
    return value


def _plain(symbology: str) -> str:
    """Scanners and cameras spell the names of symbologies in several ways."""
    return symbology.upper().replace("-", "").replace("_", "").replace(" ", "")


def _product(terminal: Terminal, code: str) -> tuple[Product, int]:
    found = terminal.reference.product_by_code(gtin.canonical(code))
    if found is not None:
        return found
    product = terminal.reference.product(code)
    if product is not None:
        return product, 1
    if ReceiptNumber.parse(code) is not None:
        raise Refusal("unknown_receipt", field="code")
    raise Refusal("unknown_code", field="code")
