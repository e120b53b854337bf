"""`comptoir simulate`: what a basket would come to under a shop's rules, and why, without a till."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from cyclopts import Parameter
from msgspec import Meta

from kiosk.cli.calm import say
from kiosk.domain import basket as baskets
from kiosk.domain import concessions
from kiosk.domain.basket import Basket, HeldCoupon
from kiosk.domain.discounts import Given
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import EVALUATOR_VERSION, Priced, explain, price
from kiosk.domain.products import on_day
from kiosk.domain.trace import trace_hash
from sync.protocol.errors import Refusal
from sync.protocol.facts import MemberRef
from sync.protocol.money import MINOR_LIMIT
from sync.rules.offers import bundle_hash
from sync.rules.shapes import broken
from sync.shopfile import ShopFile, load

FILE_LIMIT_BYTES = 256 * 1024 * 1024


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what a simulation is asked with."""


class Line(Part, frozen=True, kw_only=True):
    """Goods of the shop: pieces or grams, and a price where the goods have none of their own."""

    sku: str
    quantity: int | None = None
    weight_g: int | None = None
    price_minor: int | None = None


class Member(Part, frozen=True, kw_only=True):
    """What evaluation may know of a member."""

    id: str
    tier: str = ""
    balances: dict[str, int] = {}
    segments: list[str] = []


class Coupon(Part, frozen=True, kw_only=True):
    """A coupon as if its signature had been proven."""

    id: str
    offer: str
    amount_minor: int
    min_gross_minor: int = 0
    valid_until: str
    home: str = ""


class Discount(Part, frozen=True, kw_only=True):
    """A discount as if somebody had allowed it, on a line of the basket as it is numbered in the answer, or on the whole of it (0)."""

    line: Annotated[int, Meta(ge=0)] = 0
    kind: Literal["manual", "staff"] = "manual"
    percent_bp: Annotated[int, Meta(ge=0, le=10_000)] = 0
    amount_minor: Annotated[int, Meta(ge=0, lt=MINOR_LIMIT)] = 0


class Price(Part, frozen=True, kw_only=True):
    """Another unit price than the shop's, as if somebody had allowed it."""

    line: Annotated[int, Meta(ge=1)]
    price_minor: Annotated[int, Meta(ge=0, lt=MINOR_LIMIT)]


class Question(Part, frozen=True, kw_only=True):
    """`shop` is a whole shop file, or the name of one beside this file; `member` one of it by id, or facts of your own."""

    shop: msgspec.Raw
    lines: list[Line]
    at: datetime | None = None
    member: str | Member | None = None
    coupons: list[Coupon] = []
    prices: list[Price] = []
    discounts: list[Discount] = []
    mode: Literal["", "eat_in", "take_away", "exempt"] = ""


def simulate(file: Annotated[Path, Parameter(help="The basket, its member and its shop (resources/schemas/simulate.v1.json).")], /) -> None:
    """Evaluate a basket and print effects and trace as one JSON object.

    Example of FILE: {"shop": "shop.json", "at": "2026-11-22T10:00:00+01:00", "member": "m1", "lines": [{"sku": "pear", "quantity": 2},
    {"sku": "grapes", "weight_g": 512}]}
    """
    question = _read(file)
    shop = load(_bytes(file.parent / msgspec.json.decode(question.shop)) if bytes(question.shop)[:1] == b'"' else bytes(question.shop))
    now = _moment(question.at, shop)
    policy = _policy(shop)
    basket = _conceded(_basket(question, shop, now), question, policy, now)
    say(msgspec.json.encode(_answer(basket, policy, now)).decode())


def _answer(basket: Basket, policy: Policy, now: datetime) -> dict[str, Any]:
    """Effects, the trace of the candidates with the hash an entry would hold, and the reason for every other offer."""
    result: Priced = price(basket, policy, now)
    traced = {item.id for item in result.trace}
    others = [explain(basket, policy, now, offer.id) for offer in policy.offers if offer.id not in traced]
    return {
        "evaluator": EVALUATOR_VERSION,
        "bundle": policy.bundle,
        "at": now.isoformat(),
        "effects": {name: value for name, value in msgspec.to_builtins(result).items() if name != "trace"},
        "trace": result.trace,
        "trace_hash": trace_hash(result.trace),
        "others": others,
    }


def _basket(question: Question, shop: ShopFile, now: datetime) -> Basket:
    basket = baskets.new_basket("simulated", now.isoformat(), shop.shop.languages[0])
    basket = baskets.set_member(basket, _member(question.member, shop))
    products = {product.sku: product for product in shop.products}
    for index, line in enumerate(question.lines):
        if line.sku not in products:
            raise Refusal("unknown_sku", field=f"lines[{index}].sku")
        product = products[line.sku]
        basket = baskets.add_product(
            basket,
            on_day(product, now.date().isoformat()),
            quantity=1 if line.quantity is None else line.quantity,
            weight_g=line.weight_g,
            price_minor=line.price_minor,
            deposit=products[product.deposit] if product.deposit else None,
        )
    for coupon in question.coupons:
        basket = baskets.add_coupon(basket, HeldCoupon(**msgspec.structs.asdict(coupon)))
    return baskets.set_mode(basket, question.mode)


def _conceded(basket: Basket, question: Question, policy: Policy, now: datetime) -> Basket:
    """Put on the basket what a person would have given: prices first, then discounts in their order."""
    for price_ in question.prices:
        basket = concessions.override(basket, price_.line, price_.price_minor)
    for index, given in enumerate(question.discounts):
        if bool(given.percent_bp) == bool(given.amount_minor):
            raise Refusal("bad_value", field=f"discounts[{index}]", rule="one_of: percent_bp, amount_minor")
        basket = concessions.give(basket, Given(**msgspec.structs.asdict(given)), price(basket, policy, now))
    return basket


def _member(asked: str | Member | None, shop: ShopFile) -> MemberRef | None:
    if isinstance(asked, str):
        known = next((each for each in shop.members if each.id == asked), None)
        if known is None:
            raise Refusal("unknown_member", field="member")
        asked = Member(id=known.id, tier=known.tier, balances=known.balances, segments=known.segments)
    return MemberRef(**msgspec.structs.asdict(asked)) if asked is not None else None


def _policy(shop: ShopFile) -> Policy:
    bundle = bundle_hash(shop.offers, shop.programmes, shop.taxes, shop.shop)
    return Policy(shop.shop, {tax.id: tax for tax in shop.taxes}, tuple(shop.offers), tuple(shop.programmes), bundle)


def _moment(at: datetime | None, shop: ShopFile) -> datetime:
    zone = ZoneInfo(shop.shop.timezone)
    if at is None:
        return datetime.now(zone)
    if at.tzinfo is None:
        raise Refusal("bad_value", field="at", rule="instant")
    return at.astimezone(zone)


def _read(file: Path) -> Question:
    try:
        return msgspec.json.decode(_bytes(file), type=Question)
    except msgspec.ValidationError as error:
        field, rule = broken(str(error))
        raise Refusal("bad_value", field=field or "FILE", rule=rule) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("bad_value", field="FILE", rule="json") from error


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as handle:
            data = handle.read(FILE_LIMIT_BYTES + 1)
    except OSError as error:
        raise Refusal("file_missing", field="FILE", path=str(path)) from error
    if len(data) > FILE_LIMIT_BYTES:
        raise Refusal("bad_value", field="FILE", rule=f"too_large: {FILE_LIMIT_BYTES}")
    return data
