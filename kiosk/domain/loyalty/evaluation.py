"""One evaluation's loyalty from the first offer to the last coupon: what is taken off the goods, then what is earned and printed.

Order: offers by priority, coupons, punch cards, rewards, discounts that a person gave, margin floors; after tax points, cashback and
punches, then coupons to print and goods to suggest. Every step sees what the ones before it left.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from kiosk.domain.basket import Basket
from kiosk.domain.discounts import apply_given
from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.applying import Ticket, apply_offers, lacking
from kiosk.domain.loyalty.bonuses import ready_bonuses
from kiosk.domain.loyalty.candidates import Candidates, Matches, candidates_of
from kiosk.domain.loyalty.conditions import Facts, lack_of
from kiosk.domain.loyalty.coupons import Redemption, redeem
from kiosk.domain.loyalty.earning import Earned, Paid, earn
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.issuing import Issue, to_print
from kiosk.domain.loyalty.margin import cut_items, cut_redemptions, keep_floors
from kiosk.domain.loyalty.meeting import Met
from kiosk.domain.loyalty.past import Past
from kiosk.domain.loyalty.punches import Card, free_by_cards
from kiosk.domain.loyalty.rewards import Claimed, claim
from kiosk.domain.loyalty.spending import Purse
from kiosk.domain.loyalty.suggesting import Suggestion, to_suggest
from kiosk.domain.loyalty.table import Table
from kiosk.domain.loyalty.uses import of_bonuses, of_coupons, of_offers, of_prints, of_suggestions, together
from kiosk.domain.policy import Circumstances, Policy
from kiosk.domain.trace import TraceItem, not_met
from sync.protocol.facts import OfferUse, RedeemedCoupon, RewardTaken, SoldLine
from sync.protocol.offers import Choice, ReceiptCouponOffer, SuggestOffer
from sync.protocol.programmes import Programme, RecoveryProgramme
from sync.rules.tax import Taxed


class Memory(NamedTuple):
    """What an evaluation leaves for the next one of its ticket: which rules found its goods, what became of each, and kinds of goods."""

    candidates: Candidates
    past: Past
    matches: Matches


class Effects:
    """What loyalty does to a basket: made with its discounts taken, `reward` adds the rest once taxes are known."""

    def __init__(
        self, basket: Basket, goods: Goods, policy: Policy, now: datetime, circumstances: Circumstances, before: Memory | None
    ) -> None:
        self._basket, self._goods, self._policy = basket, goods, policy
        self._facts = Facts(basket, goods, policy.shop, now, circumstances)
        matches: Matches = before.matches if before is not None else {}
        known = before.candidates if before is not None else None
        self._candidates = candidates_of(policy.index, goods, matches, basket.codes, known)
        self._table = Table(goods)
        self._purse = Purse(basket.member, len(goods.lines))
        self._earned = Earned([{} for _ in goods.lines], [], [])
        self._issues: list[Issue] = []
        self._suggestions: list[Suggestion] = []
        self._mets: list[Met] = []
        self._items: list[TraceItem] = []
        self._redemptions: list[Redemption] = []
        self._cards: list[Card] = []
        self._claims: list[Claimed] = []
        self.memory = Memory(self._candidates, self._discount(before.past if before is not None else None), matches)

    def _discount(self, past: Past | None) -> Past:
        """Take off the goods all that is to be taken; return what became of offers, for the next evaluation."""
        goods, table, facts, programmes = self._goods, self._table, self._facts, self._policy.programmes
        self._bonuses, self._bonus_items = ready_bonuses(self._candidates.earning, facts)
        applied = apply_offers(Ticket(self._basket, goods, facts, programmes), table, self._candidates, past)
        self._mets, self._items = applied.mets, applied.items
        self._redemptions = redeem(self._basket.coupons, table, goods, facts, self._policy.index, _only(programmes))
        self._cards = free_by_cards(programmes, table, goods, facts, self._purse)
        self._claims = claim(self._basket.rewards, programmes, table, goods, facts, self._purse)
        apply_given(goods, self._basket.discounts)
        self._keep_floors()
        return applied.past

    def _keep_floors(self) -> None:
        rules = [met.live.rule for met in self._mets if met.take is not None]
        by_id = self._policy.index.by_id
        rules += list({id: by_id[id] for each in self._redemptions if each.redeemed is not None and (id := each.item.id) in by_id}.values())
        back = keep_floors(rules, self._goods, self._facts.circumstances.costs)
        if back:
            self._items = cut_items(self._items, back, self._policy.index)
            self._redemptions = cut_redemptions(self._redemptions, back, self._policy.index)

    def reward(self, lines: Sequence[Taxed | SoldLine], returned_minor: int) -> None:
        """Earn on what is paid for the sold `lines` and choose coupons to print; goods given back come to `returned_minor`."""
        groups, facts, candidates = self._table.groups, self._facts, self._candidates
        if facts.member is not None:
            paid = Paid(self._of_goods([line.gross_minor for line in lines]), self._of_goods([line.net_minor for line in lines]))
            self._earned = earn(paid, self._goods, facts, self._policy.programmes, self._bonuses, self._cards, groups)
        if candidates.printing or candidates.suggesting:
            at_the_end = facts.at_the_end(returned_minor + sum(self._of_goods([line.gross_minor for line in lines])))
            self._issues = to_print(candidates.printing, at_the_end, groups)
            self._suggestions = to_suggest(candidates.suggesting, at_the_end, groups)

    def _of_goods(self, amounts: Sequence[int]) -> list[int]:
        """Return amounts of lines, nothing for what is no goods."""
        return [amount if counted else 0 for amount, counted in zip(amounts, self._goods.counts, strict=True)]

    @property
    def earned(self) -> list[dict[str, int]]:
        """What each sold line earned by programme."""
        return self._earned.shares

    @property
    def spent(self) -> list[dict[str, int]]:
        """What was spent on each sold line by programme."""
        return self._purse.shares

    @property
    def spent_on_no_line(self) -> Mapping[str, int]:
        """What was spent by programme on what no line bears."""
        return self._purse.other

    @property
    def redeemed(self) -> list[RedeemedCoupon]:
        """The coupons that are used up."""
        return [each.redeemed for each in self._redemptions if each.redeemed is not None]

    @property
    def rewards(self) -> list[RewardTaken]:
        """The rewards that were bought."""
        return [each.reward for each in self._claims if each.reward is not None]

    @property
    def printed(self) -> list[ReceiptCouponOffer]:
        """The coupons to print."""
        return [issue.offer for issue in self._issues if issue.offer is not None]

    @property
    def suggested(self) -> list[SuggestOffer]:
        """What is suggested after the purchase."""
        return [each.offer for each in self._suggestions if each.offer is not None]

    def trace(self) -> list[TraceItem]:
        """Return what became of every candidate: offers, coupons, cards, rewards, what is earned, coupons to print, suggestions."""
        # One item an offer: where its coupon is being used, that is what the customer asks about.
        used = {coupon.offer for coupon in self._basket.coupons}
        by_id = self._policy.index.by_id
        earning = sorted([*self._bonus_items, *self._earned.items], key=lambda item: by_id[item.id].position)
        return [
            *self._items,
            *(each.item for each in self._redemptions),
            *(card.item for card in self._cards if card.item is not None),
            *(each.item for each in self._claims),
            *earning,
            *(issue.item for issue in self._issues if issue.item.id not in used),
            *(each.item for each in self._suggestions),
        ]

    def uses(self) -> list[OfferUse]:
        """Return what the basket uses of limited offers, in the order of their ids."""
        if not self._candidates.are_counted and not self._redemptions:
            return []
        offers = of_offers(self._mets, self._items)
        after = [*of_bonuses(self._earned.given), *of_prints(self.printed), *of_suggestions(self.suggested)]
        return together(self._policy.index, [*offers, *of_coupons(self._redemptions), *after])

    def explain(self, rule: Rule) -> TraceItem:
        """Return why an offer is no candidate."""
        goods = self._goods
        places = rule.chooser.places(goods.lines, goods.places)
        if rule.offer.when.coupon:
            return not_met(rule.id, "coupon", 0, 1)
        lack = lack_of(rule, self._facts, places)
        return lacking(rule, lack, places, self._table, self._facts) if lack is not None else not_met(rule.id, "parts", 0, 1)


def _only(programmes: Sequence[Programme]) -> dict[str, Choice]:
    """Return the goods that coupons given to make good are for, where not all."""
    return {each.id: each.of for each in programmes if isinstance(each, RecoveryProgramme) and each.of is not None}
