"""The offers of a bundle, compiled once: from a line's goods to the offers that it makes candidates, whatever else the bundle holds."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from kiosk.domain.lines import BasketLine
from kiosk.domain.loyalty.chooser import Chooser
from sync.protocol.offers import (
    AmountOffer,
    BundleOffer,
    BuyGetOffer,
    CheapestFreeOffer,
    Choice,
    Discounting,
    Earning,
    FixedPriceOffer,
    GiftOffer,
    Offer,
    PercentOffer,
    QuantityBreakOffer,
    ReceiptCouponOffer,
    SuggestOffer,
)

MEMO_LIMIT = 20_000
"""So many kinds of goods a memo of matches holds before it begins again."""

SETS = BundleOffer | BuyGetOffer | CheapestFreeOffer | GiftOffer
Key = tuple[str, str, tuple[str, ...]]


class Rule:
    """An offer as evaluation uses it; `position` is its place in the order of all: greater priority first, then by id."""

    def __init__(self, offer: Offer, position: int) -> None:
        self.offer = offer
        self.position = position
        self.id = offer.id

    @cached_property
    def chooser(self) -> Chooser:
        """Which goods the offer is for."""
        return Chooser(self.offer.when)

    @cached_property
    def parts(self) -> tuple[Chooser, ...]:
        """The goods of a bundle's parts, or those that are given for others; none for other offers."""
        match self.offer:
            case BundleOffer():
                return tuple(Chooser(part.of) for part in self.offer.parts)
            case BuyGetOffer() if self.offer.of is not None:
                return (Chooser(self.offer.of),)
            case _:
                return ()

    @cached_property
    def programme(self) -> str:
        """The programme it gives to, with which it is stopped; empty for offers of none."""
        return self.offer.programme if isinstance(self.offer, Earning) else ""

    @cached_property
    def discounts(self) -> bool:
        """True when it takes something off the goods by itself, not only where a coupon gives it."""
        return isinstance(self.offer, Discounting) and not self.offer.when.coupon

    @cached_property
    def asks_gross(self) -> bool:
        """True when it asks what the whole basket comes to."""
        return self.offer.when.min_gross_minor is not None

    @cached_property
    def looks_around(self) -> bool:
        """True when it is about other goods than those that make it a candidate."""
        return isinstance(self.offer, GiftOffer) or (isinstance(self.offer, BuyGetOffer) and self.offer.of is not None)

    @cached_property
    def looks_beyond(self) -> bool:
        """True when goods that do not make it a candidate may change what becomes of it, or what is told of it."""
        return self.looks_around or self.asks_gross or isinstance(self.offer, BundleOffer)

    @cached_property
    def makes_sets(self) -> bool:
        """True when it uses goods piece by piece."""
        return isinstance(self.offer, SETS)

    @cached_property
    def tells_goods(self) -> bool:
        """True when it looks at goods by more than being for them or not."""
        return self.makes_sets or self.offer.limits.margin_floor_bp is not None

    @cached_property
    def line_by_line(self) -> bool:
        """True when, where nothing caps it, it takes off each line what it would take were the other lines not there."""
        match self.offer:
            case PercentOffer(allocation="per_line", pick=pick) | FixedPriceOffer(pick=pick) | AmountOffer(per="piece", pick=pick):
                return pick is None or pick.per == "line"
            case AmountOffer(per="line", pick=None) | QuantityBreakOffer(count="line"):
                return True
            case _:
                return False

    @cached_property
    def is_counted(self) -> bool:
        """True when somebody counts its uses: by member, or over a campaign."""
        limits = self.offer.limits
        return any(each is not None for each in (limits.per_member, limits.total, limits.total_pieces, limits.budget_minor))

    @cached_property
    def is_own(self) -> bool:
        """True when it is each member's own: had so often each, or by their own days and purchases."""
        when = self.offer.when
        own = (self.offer.limits.per_member, when.first_purchase, when.birthday, when.anniversary, when.bought)
        return any(each is not None for each in own)

    @cached_property
    def prints(self) -> bool:
        """True when its effect is a coupon on the receipt."""
        return isinstance(self.offer, ReceiptCouponOffer)

    @cached_property
    def suggests(self) -> bool:
        """True when it speaks of goods after the purchase."""
        return isinstance(self.offer, SuggestOffer)

    @cached_property
    def earns(self) -> bool:
        """True when it gives to the member's accounts."""
        return isinstance(self.offer, Earning) and not self.offer.when.coupon


class Index:
    """Rules by the goods they name; those that name none stand under `everywhere`, those with public codes are found by them too."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        ordered = sorted(offers, key=lambda offer: (-offer.priority, offer.id))
        self.rules = tuple(Rule(offer, position) for position, offer in enumerate(ordered))
        self.by_id = {rule.id: rule for rule in self.rules}
        self.by_code: dict[str, list[Rule]] = {}
        self._by_sku: dict[str, list[int]] = {}
        self._by_tag: dict[str, list[int]] = {}
        self._by_department: dict[str, list[int]] = {}
        self._everywhere: list[int] = []
        for rule in self.rules:
            self._enter(rule)

    def found_by(self, line: BasketLine, memo: dict[Key, tuple[int, ...]]) -> tuple[int, ...]:
        """Return the positions of the rules for a line's goods, ascending; `memo` remembers kinds of goods and changes no answer."""
        key = (line.sku, line.department, tuple(line.tags))
        found = memo.get(key)
        if found is None:
            if len(memo) >= MEMO_LIMIT:
                memo.clear()
            found = memo[key] = tuple(self._search(line))
        return found

    def _search(self, line: BasketLine) -> list[int]:
        positions = {*self._everywhere, *self._by_sku.get(line.sku, ()), *self._by_department.get(line.department, ())}
        for tag in line.tags:
            positions.update(self._by_tag.get(tag, ()))
        return sorted(position for position in positions if self.rules[position].chooser.leaves(line))

    def _enter(self, rule: Rule) -> None:
        when = rule.offer.when
        for code in when.codes:
            self.by_code.setdefault(code, []).append(rule)
        if when.codes or when.coupon:
            # Only its code, or its coupon, makes it a candidate.
            return
        named: list[Choice] = [when]
        if isinstance(rule.offer, BundleOffer) and rule.chooser.every:
            # A bundle for all goods is for those of its parts; else each would be a candidate in every basket.
            named = [part.of for part in rule.offer.parts]
        for choice in named:
            self._enter_choice(rule.position, choice.skus, choice.tags, choice.departments)

    def _enter_choice(self, position: int, skus: Sequence[str], tags: Sequence[str], departments: Sequence[str]) -> None:
        if not (skus or tags or departments):
            self._everywhere.append(position)
        tables: tuple[tuple[dict[str, list[int]], Sequence[str]], ...] = (
            (self._by_sku, skus),
            (self._by_tag, tags),
            (self._by_department, departments),
        )
        for table, names in tables:
            for name in names:
                table.setdefault(name, []).append(position)
