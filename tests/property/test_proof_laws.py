"""A sale with what its evaluation was asked comes to the same again, whatever lay on the ticket and through the bytes of the journal."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import proof
from kiosk.domain.basket import Basket, HeldCoupon, HeldReward
from kiosk.domain.discounts import Given
from kiosk.domain.policy import Allowance, Circumstances, Policy
from kiosk.domain.pricing import Priced, price
from kiosk.domain.proof import asked_of, circumstances_of, differences
from kiosk.domain.proof import basket_of as basket_of_sale
from sync.protocol.evaluation import Asked, CouponLaid, DiscountLaid, RewardLaid
from sync.protocol.facts import IssuedCoupon, MemberRef, Sale
from sync.protocol.offers import Limits, OfferWhen, PercentOffer
from sync.protocol.programmes import PointsEarn, PointsProgramme, Reward
from tests.property.loyalty_baskets import ROOM, rules, tickets
from tests.unit.kiosk.domain.builders import NOW, basket_of, coupon, piece, policy, sale_of

modes = st.sampled_from(["", "eat_in", "take_away", "exempt"])


def sold(basket: Basket, rules_: Policy, circumstances: Circumstances) -> Sale:
    """The sale as the journal holds it, written and read back."""
    found = price(basket, rules_, NOW, circumstances)
    asked = asked_of(basket, rules_, circumstances, found)
    printed = [_printed(found, index) for index in range(len(found.to_issue))]
    sale = msgspec.structs.replace(
        sale_of(found, member=basket.member),
        redeemed=found.redeemed,
        rewards=found.rewards,
        uses=found.uses,
        issued=printed,
        mode=basket.mode,
        suggested=found.suggested,
        evaluation=found.evaluation(rules_.bundle, NOW.isoformat(), asked),
    )
    return msgspec.json.decode(msgspec.json.encode(sale), type=Sale)


def _printed(found: Priced, index: int) -> IssuedCoupon:
    offer = found.to_issue[index]
    return IssuedCoupon(
        id=str(index),
        offer=offer.id,
        amount_minor=offer.amount_minor,
        min_gross_minor=offer.needs.min_gross_minor,
        valid_until="2026-12-31",
        home="R1",
        code="",
        percent_bp=offer.percent_bp,
        gives=offer.gives,
        online=offer.online,
    )


def asked_in(sale: Sale) -> Asked:
    assert sale.evaluation is not None and sale.evaluation.asked is not None
    return sale.evaluation.asked


@given(tickets(), rules(), modes, st.sampled_from(["", "cash"]), st.booleans())
def test_what_is_kept_is_the_whole_question(basket: Basket, rules_: Policy, mode: str, tender: str, halted: bool) -> None:
    around = msgspec.structs.replace(ROOM, tender=tender, stopped=frozenset({"a", "C"}) if halted else frozenset())
    sale = sold(msgspec.structs.replace(basket, mode=mode), rules_, around)
    asked = asked_in(sale)
    assert differences(sale, price(basket_of_sale(sale, asked), rules_, NOW, circumstances_of(asked))) == []


STOCKED = Reward(id="off", points=10, kind="amount", amount_minor=150, stock=2)
RULES = policy(
    PercentOffer(id="capped", when=OfferWhen(tags=["x"]), percent_bp=1000, limits=Limits(total=5)),
    programmes=[PointsProgramme(id="P", earn=PointsEarn(points=1, per_minor=100), rewards=[STOCKED])],
)
AROUND = Circumstances(allowances={"capped": Allowance(uses=3)}, stock={"off": 1})


@pytest.mark.parametrize("left_out", ["allowances", "coupons", "rewards", "discounts", "lines", "stock"])
def test_a_question_that_leaves_something_out_is_seen(left_out: str) -> None:
    """A wrong twin for each part of one ticket that has them all."""
    bought = basket_of((piece(1000, "a", tags=["x"]), 2), member=MemberRef(id="m1", balances={"P": 40}), coupons=[coupon(100)])
    basket = msgspec.structs.replace(bought, rewards=[HeldReward(id="off", programme="P")], discounts=[Given(line=1, percent_bp=500)])
    sale = sold(basket, RULES, AROUND)
    asked = asked_in(sale)
    assert differences(sale, price(basket_of_sale(sale, asked), RULES, NOW, circumstances_of(asked))) == []
    less = msgspec.structs.replace(asked, **{left_out: type(getattr(asked, left_out))()})
    assert differences(sale, price(basket_of_sale(sale, less), RULES, NOW, circumstances_of(less)))


def test_nothing_that_evaluation_may_look_at_is_forgotten() -> None:
    """A field that is added to one of these is kept too, or said here why it need not be."""

    def names(kind: type[msgspec.Struct]) -> set[str]:
        return {field.name for field in msgspec.structs.fields(kind)}

    assert names(Circumstances) == names(Asked) & names(Circumstances)
    in_the_sale = {"id", "member", "mode", "lines"}
    of_the_counter = {"opened_at", "next_line", "tenders", "age_passed"}
    assert names(Basket) - in_the_sale - of_the_counter == names(Asked) & names(Basket) - {"lines"}
    assert names(HeldCoupon) - names(CouponLaid) == {"home"}
    assert names(HeldReward) - names(RewardLaid) == {"hold", "card_minor"}, "what a card is loaded with is decided when it is sold"
    assert names(Given) - names(DiscountLaid) == {"reason"}
    compared = set(proof._replayed(price(Basket(id="b", opened_at="", language="fr"), policy(), NOW)))
    assert names(Priced) - {"to_issue", "trace"} == compared - {"issued", "trace_hash"}
