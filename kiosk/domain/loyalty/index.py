"""The offers of a bundle, compiled once: from a line's goods to the offers that it makes candidates, whatever else the bundle holds."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from kiosk.domain.lines import BasketLine
from kiosk.domain.loyalty.chooser import Chooser
from sync.protocol.offers import (
    AmountOffer,
    BundleOffer,
    BuyGetOffer,
    Choice,
    Discounting,
    Earning,
    FixedPriceOffer,
    GiftOffer,
    Offer,
    PercentOffer,
    QuantityBreakOffer,
    ReceiptCouponOffer,
)

MEMO_LIMIT = 20_000
"""So many kinds of goods a memo of matches holds before it begins again."""

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
    def prints(self) -> bool:
        """True when its effect is a coupon on the receipt."""
        return isinstance(self.offer, ReceiptCouponOffer)

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


class Candidates:
    """Which rules the goods of a ticket, or a public code, make candidates; remembered from one evaluation to the next, line by line."""

    def __init__(self) -> None:
        self._matches: dict[Key, tuple[int, ...]] = {}
        self._lines: Sequence[BasketLine] = ()
        self._found_by: Sequence[tuple[int, ...]] = ()
        self._asked: tuple[Sequence[int], Sequence[str]] = ((), ())
        self._found: Mapping[Rule, list[int]] = {}

    def of(self, index: Index, lines: Sequence[BasketLine], places: Sequence[int], codes: Sequence[str]) -> Mapping[Rule, list[int]]:
        """Return every rule that a line or a public code makes a candidate, in order, with the places of the goods it is for."""
        known = zip(self._lines, self._found_by, strict=True)
        both = zip(lines, known, strict=False)
        found_by = [found if line is before else index.found_by(line, self._matches) for line, (before, found) in both]
        found_by += [index.found_by(line, self._matches) for line in lines[len(found_by) :]]
        if self._found and not codes and found_by == self._found_by and (places, codes) == self._asked:
            self._lines = lines
            return self._found
        self._lines, self._found_by, self._asked = lines, found_by, (places, codes)
        self._found = _by_rule(index, lines, found_by, places, codes)
        return self._found


def _by_rule(
    index: Index, lines: Sequence[BasketLine], found_by: Sequence[tuple[int, ...]], places: Sequence[int], codes: Sequence[str]
) -> Mapping[Rule, list[int]]:
    found: dict[int, list[int]] = {}
    for place in places:
        for position in found_by[place]:
            found.setdefault(position, []).append(place)
    for code in codes:
        for rule in index.by_code.get(code, ()):
            found[rule.position] = rule.chooser.places(lines, places)
    return {index.rules[position]: found[position] for position in sorted(found)}
