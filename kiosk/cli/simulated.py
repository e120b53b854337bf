"""What `comptoir simulate` is asked, and the basket, member and circumstances that it stands for: a till that is the whole shop."""

from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from kiosk.cli.shop import member_record
from kiosk.domain import basket as baskets
from kiosk.domain import concessions
from kiosk.domain.basket import Basket, HeldCoupon, HeldReward
from kiosk.domain.discounts import Given
from kiosk.domain.loyalty.flags import flags_of
from kiosk.domain.policy import Allowance, Circumstances, Policy
from kiosk.domain.pricing import price
from kiosk.domain.products import on_day
from kiosk.services.circumstances import is_capped, whole_stock
from kiosk.services.clock import FIRST_YEAR, LAST_YEAR
from kiosk.services.member_facts import segments_of
from sync.protocol.errors import Refusal
from sync.protocol.evaluation import CouponLaid, Granted
from sync.protocol.facts import MemberRef
from sync.protocol.money import MINOR_LIMIT
from sync.protocol.offers import Limits
from sync.protocol.programmes import PointsProgramme
from sync.protocol.records import Profile
from sync.rules.offers import bundle_hash
from sync.shopfile import ShopFile


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what a simulation is asked with."""


class Line(Part, frozen=True, kw_only=True):
    """Goods of the shop: pieces or grams, and a price where the goods have none of their own."""

    sku: str
    quantity: int | None = None
    weight_g: int | None = None
    price_minor: int | None = None


class Member(Part, frozen=True, kw_only=True):
    """What evaluation may know of a member: `flags` and `uses` are as an entry keeps them."""

    id: str
    tier: str = ""
    balances: dict[str, int] = {}
    segments: list[str] = []
    flags: list[str] = []
    uses: dict[str, int] = {}


class Coupon(CouponLaid, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A coupon as if its signature had been proven."""

    amount_minor: Annotated[int, Meta(ge=0, lt=MINOR_LIMIT)]
    min_gross_minor: Annotated[int, Meta(ge=0, lt=MINOR_LIMIT)] = 0
    percent_bp: Annotated[int, Meta(ge=0, le=10_000)] = 0
    home: str = ""


class RewardAsked(Part, frozen=True, kw_only=True):
    """A reward of the shop's programmes, so many claims at most."""

    id: str
    claims: Annotated[int, Meta(ge=1)] = 1


class Allowed(Granted, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the register may still spend of a capped campaign."""


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
    """`shop` is a whole shop file, or the name of one beside this file; `member` one of it by id, or facts of your own.

    `register` is the shop's first without one. Where nothing else is said the register is the whole shop: a campaign's caps and a
    reward's stock are untouched, and nothing is stopped.
    """

    shop: msgspec.Raw
    lines: list[Line]
    at: datetime | None = None
    register: str = ""
    language: str = ""
    tender: str = ""
    member: str | Member | None = None
    coupons: list[Coupon] = []
    codes: list[str] = []
    rewards: list[RewardAsked] = []
    prices: list[Price] = []
    discounts: list[Discount] = []
    mode: Literal["", "eat_in", "take_away", "exempt"] = ""
    allowances: dict[str, Allowed] = {}
    stopped: list[str] = []
    stock: dict[str, int] = {}


class Simulated(msgspec.Struct, frozen=True):
    """All that one evaluation takes."""

    basket: Basket
    policy: Policy
    now: datetime
    circumstances: Circumstances


def simulated(question: Question, shop: ShopFile) -> Simulated:
    """Return what a question asks to evaluate; refuses by field what the shop does not have."""
    now, policy = _moment(question.at, shop), _policy(shop)
    circumstances = _circumstances(question, shop, policy)
    basket = _conceded(_basket(question, shop, policy, now), question, policy, now, circumstances)
    return Simulated(basket, policy, now, circumstances)


def _basket(question: Question, shop: ShopFile, policy: Policy, now: datetime) -> Basket:
    basket = baskets.new_basket("simulated", now.isoformat(), question.language or shop.shop.languages[0])
    basket = _filled(baskets.set_member(basket, _member(question.member, shop, policy, now)), question, shop, now)
    for index, coupon in enumerate(question.coupons):
        if not _is_day(coupon.valid_until):
            raise Refusal("bad_value", field=f"coupons[{index}].valid_until", rule="date")
        basket = baskets.add_coupon(basket, HeldCoupon(**msgspec.structs.asdict(coupon)))
    for code in question.codes:
        basket = baskets.add_code(basket, code)
    for index, reward in enumerate(question.rewards):
        basket = baskets.add_reward(basket, _reward(reward, policy, f"rewards[{index}].id"))
    return baskets.set_mode(basket, question.mode)


def _filled(basket: Basket, question: Question, shop: ShopFile, now: datetime) -> Basket:
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
    return basket


def _conceded(basket: Basket, question: Question, policy: Policy, now: datetime, circumstances: Circumstances) -> Basket:
    """Put on the basket what a person would have given: prices first, then discounts in their order."""
    for price_ in question.prices:
        basket = concessions.override(basket, price_.line, price_.price_minor)
    for index, given in enumerate(question.discounts):
        if bool(given.percent_bp) == bool(given.amount_minor):
            raise Refusal("bad_value", field=f"discounts[{index}]", rule="one_of: percent_bp, amount_minor")
        basket = concessions.give(basket, Given(**msgspec.structs.asdict(given)), price(basket, policy, now, circumstances))
    return basket


def _reward(asked: RewardAsked, policy: Policy, field: str) -> HeldReward:
    for programme in policy.programmes:
        if isinstance(programme, PointsProgramme) and any(reward.id == asked.id for reward in programme.rewards):
            return HeldReward(id=asked.id, programme=programme.id, claims=asked.claims)
    raise Refusal("unknown_reward", field=field)


def _member(asked: str | Member | None, shop: ShopFile, policy: Policy, now: datetime) -> MemberRef | None:
    """Return the member as a till's ticket keeps it; one of the shop file has bought nothing there yet."""
    if not isinstance(asked, str):
        return MemberRef(**msgspec.structs.asdict(asked)) if asked is not None else None
    known = next((each for each in shop.members if each.id == asked), None)
    if known is None:
        raise Refusal("unknown_member", field="member")
    record = member_record(known, Profile(id=known.id, salt="", fields={}))
    return MemberRef(
        id=record.id,
        tier=record.tier,
        balances=record.balances,
        segments=segments_of(record, policy, now.date().isoformat()),
        flags=flags_of(record, policy.offers, now.date()),
    )


def _circumstances(question: Question, shop: ShopFile, policy: Policy) -> Circumstances:
    register = next((each for each in shop.registers if each.id == question.register), None if question.register else shop.registers[0])
    if register is None:
        raise Refusal("bad_value", field="register", rule=f"unknown_reference: {question.register}")
    whole = {offer.id: _whole(offer.limits) for offer in policy.offers if is_capped(offer.limits)}
    given = {id: Allowance(**msgspec.structs.asdict(each)) for id, each in question.allowances.items()}
    return Circumstances(
        store=register.store,
        region=next((store.region for store in shop.stores if store.id == register.store), ""),
        register_kind=register.kind,
        tender=question.tender,
        allowances=whole | given,
        stopped=frozenset(question.stopped),
        costs={product.sku: product.cost_minor for product in shop.products if product.cost_minor is not None},
        stock=whole_stock(policy) | question.stock,
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _whole(limits: Limits) -> Allowance:
    return Allowance(uses=limits.total, pieces=limits.total_pieces, amount_minor=limits.budget_minor)


def _policy(shop: ShopFile) -> Policy:
    bundle = bundle_hash(shop.offers, shop.programmes, shop.taxes, shop.shop)
    return Policy(shop.shop, {tax.id: tax for tax in shop.taxes}, tuple(shop.offers), tuple(shop.programmes), bundle)


def _moment(at: datetime | None, shop: ShopFile) -> datetime:
    zone = ZoneInfo(shop.shop.timezone)
    if at is None:
        return datetime.now(zone)
    if at.tzinfo is None:
        raise Refusal("bad_value", field="at", rule="instant")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise Refusal("bad_value", field="at", rule=f"years: {FIRST_YEAR} - {LAST_YEAR}")
    return at.astimezone(zone)
