"""The open basket: what lies on the counter, who buys, and what was handed over. It is open work, stored as JSON after every change.

Operations are functions that return a new basket or raise `Refusal` and leave the old one as it was. What goods cost after offers and
taxes is `pricing`'s; nothing computed is kept here, save on returned lines, whose amounts were frozen when they were sold.
"""

from collections.abc import Sequence

import msgspec

from kiosk.domain.discounts import Given
from kiosk.domain.lines import BasketLine, deposit_line, gift_card_line, joins, line_of, require_quantity, returned_line
from sync.protocol.errors import Refusal
from sync.protocol.facts import MemberRef, SoldLine, Tender
from sync.protocol.money import MINOR_LIMIT
from sync.protocol.records import Product
from sync.protocol.text import Text

LINES_LIMIT = 1_000
"""Keeps the sale's entry below the envelope's limit and an evaluation short."""
COUPONS_LIMIT = 50
TENDERS_LIMIT = 50
LOCKED_IN = frozenset({"card", "card_standalone"})
"""Kinds whose money has moved elsewhere: such a tender cannot be taken off by this till alone."""


class HeldCoupon(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A coupon shown for this basket, its signature already proven; `home` is the register that may accept it without a network, `hold` the
    ledger's reservation where one was asked. Its worth is as on `IssuedCoupon`."""

    id: str
    offer: str
    amount_minor: int
    min_gross_minor: int = 0
    valid_until: str
    home: str = ""
    percent_bp: int = 0
    gives: str = ""
    member: str = ""
    hold: str = ""


class HeldReward(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A reward the member chose: of the programme `programme`, so many claims at most; what it costs and gives is decided at every
    pricing. `card_minor` is what the gift card of one claim was over when it was laid, 0 for any other reward.
    """

    id: str
    programme: str
    claims: int = 1
    hold: str = ""
    card_minor: int = 0


class Basket(msgspec.Struct, frozen=True, kw_only=True):
    """An open basket. Numbers of voided lines are never used again; `age_passed` is the greatest age a person has proven for it.

    `discounts` are those that a person gave; `mode` is eat_in, take_away, exempt, or empty where nobody asked; `codes` are public codes
    that somebody named.
    """

    id: str
    opened_at: str
    language: str
    lines: list[BasketLine] = []
    next_line: int = 1
    member: MemberRef | None = None
    coupons: list[HeldCoupon] = []
    tenders: list[Tender] = []
    age_passed: int = 0
    discounts: list[Given] = []
    mode: str = ""
    codes: list[str] = []
    rewards: list[HeldReward] = []

    @property
    def is_empty(self) -> bool:
        """True when nothing in it would be missed."""
        return not (self.lines or self.member or self.coupons or self.codes or self.rewards or self.tenders)

    def line_at(self, line: int) -> BasketLine:
        """Return the line of that number; refuses (`no_such_line`)."""
        for candidate in self.lines:
            if candidate.line == line:
                return candidate
        raise Refusal("no_such_line", field="line", line=line)


def new_basket(id: str, opened_at: str, language: str) -> Basket:
    """Return an empty basket."""
    return Basket(id=id, opened_at=opened_at, language=language)


def add_product(
    basket: Basket,
    product: Product,
    *,
    quantity: int = 1,
    weight_g: int | None = None,
    amount_minor: int | None = None,
    price_minor: int | None = None,
    deposit: Product | None = None,
) -> Basket:
    """Add pieces, a weight, or a label's price. The same piece goods as the newest line, at the same price, raise its quantity.

    `amount_minor` is the price a label embeds, which stands for one piece; `price_minor` is the price keyed for open-price goods;
    `deposit` is what goes with each piece, on a line of its own that follows this one. Goods that are taken back make a negative line.
    """
    require_no_tender(basket)
    line = line_of(product, basket.next_line, quantity, weight_g, amount_minor, price_minor)
    newest = _newest(basket)
    if newest is not None and joins(newest, line):
        return _with_quantity(basket, newest, newest.pieces + quantity)
    added = [line] if deposit is None else [line, deposit_line(deposit, line.line + 1, line)]
    return _appended(basket, added)


def add_gift_card(basket: Basket, card: str, amount_minor: int, name: Text) -> Basket:
    """Add the sale of a gift card, `card` being its id; refused (`card_in_basket`) while the ticket sells it already."""
    require_no_tender(basket)
    if any(line.card == card and line.frozen is None for line in basket.lines):
        raise Refusal("card_in_basket", field="code")
    if not 0 < amount_minor < MINOR_LIMIT:
        raise Refusal("amount_limit", field="amount_minor")
    return _appended(basket, [gift_card_line(basket.next_line, card, amount_minor, name)])


def set_quantity(basket: Basket, line: int, quantity: int) -> Basket:
    """Set a line's pieces; 0 is refused (void the line), as is a quantity of goods by weight or of a returned line."""
    require_no_tender(basket)
    target = basket.line_at(line)
    if target.frozen is not None:
        raise Refusal("returned_line", field="line", line=line)
    if target.weight_g is not None:
        raise Refusal("weighed_line", field="line", line=line)
    _require_own(target)
    return _with_quantity(basket, target, quantity)


def void_line(basket: Basket, line: int, quantity: int | None = None) -> Basket:
    """Take a line, or some of its pieces, off the basket. Goods by weight and returned lines go whole."""
    require_no_tender(basket)
    target = basket.line_at(line)
    _require_own(target)
    have = target.pieces or 1
    if quantity is None or quantity == have:
        rest = [other for other in basket.lines if line not in (other.line, other.parent)]
        given = [discount for discount in basket.discounts if discount.line != line]
        return msgspec.structs.replace(basket, lines=rest, discounts=given)
    if not 1 <= quantity < have:
        raise Refusal("void_quantity", field="quantity", have=have, need=quantity)
    return set_quantity(basket, line, have - quantity)


def set_member(basket: Basket, member: MemberRef | None) -> Basket:
    """Set, change or clear the member; refused (`other_member`) while returned lines take back another member's points."""
    require_no_tender(basket)
    same = member is not None and basket.member is not None and member.id == basket.member.id
    if not same and any(line.frozen is not None and (line.frozen.points or line.frozen.spent) for line in basket.lines):
        raise Refusal("other_member", field="member")
    # Rewards are bought with the points of whoever chose them.
    return msgspec.structs.replace(basket, member=member, rewards=basket.rewards if same else [])


def add_coupon(basket: Basket, held: HeldCoupon) -> Basket:
    """Lay a coupon on the basket; whether its needs are met is decided at every pricing."""
    require_no_tender(basket)
    if any(coupon.id == held.id for coupon in basket.coupons):
        raise Refusal("coupon_in_basket", field="code")
    if len(basket.coupons) >= COUPONS_LIMIT:
        raise Refusal("coupons_limit", field="code", most=COUPONS_LIMIT)
    return msgspec.structs.replace(basket, coupons=[*basket.coupons, held])


def add_code(basket: Basket, code: str) -> Basket:
    """Put a public code on the basket; what it is worth is decided at every pricing."""
    require_no_tender(basket)
    if code in basket.codes:
        raise Refusal("code_in_basket", field="code")
    if len(basket.codes) >= COUPONS_LIMIT:
        raise Refusal("coupons_limit", field="code", most=COUPONS_LIMIT)
    return msgspec.structs.replace(basket, codes=[*basket.codes, code])


def add_reward(basket: Basket, held: HeldReward) -> Basket:
    """Lay a reward on the basket; what it costs and takes off is decided at every pricing."""
    require_no_tender(basket)
    if any(reward.id == held.id for reward in basket.rewards):
        raise Refusal("reward_in_basket", field="id")
    return msgspec.structs.replace(basket, rewards=[*basket.rewards, held])


def drop_reward(basket: Basket, id: str) -> Basket:
    """Take a reward off the basket again."""
    require_no_tender(basket)
    rest = [reward for reward in basket.rewards if reward.id != id]
    if len(rest) == len(basket.rewards):
        raise Refusal("no_such_reward", field="id")
    return msgspec.structs.replace(basket, rewards=rest)


def add_returns(basket: Basket, lines: Sequence[SoldLine], member: MemberRef | None = None) -> Basket:
    """Add lines given back (`returns.give_back`), numbered on; `member` is who bought them.

    The points they take back are that member's: the basket takes the member over, and refuses (`other_member`) to mix two.
    """
    require_no_tender(basket)
    if len(basket.lines) + len(lines) > LINES_LIMIT:
        raise Refusal("lines_limit", most=LINES_LIMIT)
    if any(line.points or line.spent for line in lines):
        basket = _for_buyer(basket, member)
    added = [returned_line(line, basket.next_line + index) for index, line in enumerate(lines)]
    return _checked(basket, [*basket.lines, *added], next_line=basket.next_line + len(added))


def pending_returns(basket: Basket, receipt: str) -> list[SoldLine]:
    """Return the lines of `receipt` that this very basket gives back: they count as returned before it is finished."""
    given = (line.frozen for line in basket.lines if line.frozen is not None)
    return [line for line in given if line.origin is not None and line.origin.receipt == receipt]


def add_tender(basket: Basket, tender: Tender) -> Basket:
    """Add what was handed over or paid out, as `tenders.offer` made it."""
    if not basket.lines:
        raise Refusal("basket_empty")
    require_room_for_tender(basket)
    return msgspec.structs.replace(basket, tenders=[*basket.tenders, tender])


def require_room_for_tender(basket: Basket) -> None:
    """Refuse (`tenders_limit`) one more; asked before a card is, for money that has moved must find its place."""
    if len(basket.tenders) >= TENDERS_LIMIT:
        raise Refusal("tenders_limit", most=TENDERS_LIMIT)


def drop_tender(basket: Basket, index: int = -1) -> Basket:
    """Hand a tender back (the last one by default). A card's money has moved: it stays (`card_tender_stays`) until reversed there."""
    if not -len(basket.tenders) <= index < len(basket.tenders):
        raise Refusal("no_such_tender")
    if basket.tenders[index].kind in LOCKED_IN:
        raise Refusal("card_tender_stays")
    rest = list(basket.tenders)
    del rest[index]
    return msgspec.structs.replace(basket, tenders=rest)


def with_age_proven(basket: Basket, age: int) -> Basket:
    """Remember that a person of staff saw proof of this age."""
    return msgspec.structs.replace(basket, age_passed=max(age, basket.age_passed))


def age_needed(basket: Basket, product: Product) -> int | None:
    """Return the age that must be proven before `product` may be added, None when none or proven already."""
    return product.age if product.age is not None and product.age > basket.age_passed else None


def set_mode(basket: Basket, mode: str) -> Basket:
    """Eat in, take away, or an exempt buyer: it puts other taxes on goods that were rung up already."""
    require_no_tender(basket)
    return msgspec.structs.replace(basket, mode=mode)


def _newest(basket: Basket) -> BasketLine | None:
    """Return the line that more of the same may join: the last that was rung up, unless somebody has given a discount on it."""
    newest = next((line for line in reversed(basket.lines) if not line.parent), None)
    given = newest is not None and any(discount.line == newest.line for discount in basket.discounts)
    return None if given else newest


def _appended(basket: Basket, lines: list[BasketLine]) -> Basket:
    if len(basket.lines) + len(lines) > LINES_LIMIT:
        raise Refusal("lines_limit", most=LINES_LIMIT)
    return _checked(basket, [*basket.lines, *lines], next_line=basket.next_line + len(lines))


def _with_quantity(basket: Basket, target: BasketLine, quantity: int) -> Basket:
    """Set a line's pieces, and those of the deposit that goes with it."""
    if (target.amount_minor is not None or target.card) and quantity != 1:
        raise Refusal("quantity_limit", field="quantity", most=1)
    require_quantity(quantity)
    signed = -quantity if target.takes_back else quantity
    return _checked(
        basket,
        [msgspec.structs.replace(line, quantity=signed) if target.line in (line.line, line.parent) else line for line in basket.lines],
    )


def _for_buyer(basket: Basket, buyer: MemberRef | None) -> Basket:
    if buyer is None:
        raise ValueError("points were earned by a member")
    if basket.member is None:
        return msgspec.structs.replace(basket, member=buyer)
    if basket.member.id != buyer.id:
        raise Refusal("other_member", field="receipt")
    return basket


def _require_own(target: BasketLine) -> None:
    """A deposit follows its goods and is not changed by itself."""
    if target.parent and target.frozen is None:
        raise Refusal("deposit_line", field="line", line=target.parent)


def _checked(basket: Basket, lines: list[BasketLine], *, next_line: int | None = None) -> Basket:
    """Bound the basket so that no sum of it can leave the range of money."""
    if sum(abs(line.seen_minor) for line in lines) >= MINOR_LIMIT:
        raise Refusal("amount_limit", limit=MINOR_LIMIT)
    return msgspec.structs.replace(basket, lines=lines, next_line=next_line or basket.next_line)


def require_no_tender(basket: Basket) -> None:
    """Refuse (`tender_begun`) to change what money was handed over for: it was paid for these goods, so it is handed back first."""
    if basket.tenders:
        raise Refusal("tender_begun")
