"""The facts of the complete till at the ledger: each received and understood, none a dispute where it is legal, and what each moves."""

from typing import get_args

import msgspec
import pytest

from sync.ledger.desk import terminal_states
from sync.ledger.status import status
from sync.ledger.tables import balance, figure, posting
from sync.ledger.verify import verify
from sync.protocol import facts
from sync.protocol.facts import AnyFact
from tests.contract.ledger.test_meaning import coupon
from tests.contract.ledger.test_succession import closed, period
from tests.unit.sync.ledger.machines import DAY, day_opened, opened, sale
from tests.unit.sync.ledger.worlds import World

_TICKET = sale(1, series="K1-T")
NEW: tuple[AnyFact, ...] = (
    facts.DiscountGiven(basket="b1", line=1, percent_bp=500, reason="damaged"),
    facts.DiscountWithdrawn(basket="b1", line=1, percent_bp=500),
    facts.CardSettled(basket="b1", amount_minor=600, intent="i1", accepted=True),
    facts.SettingChanged(key="theme"),
    facts.ApprovalRefused(person="bob", act="discount", cause="role"),
    facts.SoftwareChanged(previous="0.1.0", software="0.2.0"),
    facts.PriceOverridden(basket="b1", line=1, sku="P1", from_minor=600, to_minor=500),
    facts.BasketHeld(basket="b1", ticket="1", lines=1, gross_minor=600),
    facts.BasketRecalled(basket="b1", ticket="1"),
    facts.TillLocked(),
    facts.TrainingSwitched(on=True),
    facts.TrainingTicket(number="K1-T-000001", ticket=_TICKET),
    facts.CopyPrinted(number="K1-A-000001", copy=1),
    facts.InvoiceIssued(number="K1-F-000001", receipt="K1-A-000001", buyer="0" * 64),
    facts.NoSale(reason="change"),
    facts.LoggedIn(),
    facts.LoggedOut(),
    facts.LoginRefused(person="bob", failures=1),
    facts.ClockJumped(mark=DAY, wall=DAY),
    facts.LineVoided(basket="b1", sku="P1", quantity=1, amount_minor=600),
    facts.TenderReversed(basket="b1", kind="card_standalone", amount_minor=600),
    facts.MemberJoined(member="m9", profile_hash="0" * 64, consents=[facts.ConsentGiven(purpose="loyalty", wording="0" * 64)]),
    facts.MemberCardIssued(member="m1", card=2),
    facts.ProfileChanged(member="m1", profile_hash="0" * 64),
    facts.ConsentChanged(member="m1", consent=facts.ConsentGiven(purpose="email"), given=True),
    facts.RightRefused(kind="coupon", cause="coupon_used", right="c1"),
    facts.OfferStopAsked(offer="next", stop=True),
)
"""Facts that say what happened and move nothing."""

ENDING: tuple[AnyFact, ...] = (
    period("month", "2026-11", 1),
    period("year", "2026", 1),
    facts.ArchiveMade(period="year", key="2026", first_seq=1, last_seq=9, sha256="0" * 64),
    facts.EpochClosed(perpetual_minor=600, z_number=1, reason="year"),
)

MOVING: tuple[AnyFact, ...] = (
    facts.RecoveryGiven(member="m1", programme="sorry", amount_minor=500, card="c1", valid_until="2027-11-22"),
    facts.RecoveryGiven(member="m1", programme="sorry", amount_minor=500, coupon=coupon("c9")),
)
"""What staff gave to make good: a debt to whoever holds it."""


@pytest.mark.parametrize("fact", NEW, ids=lambda fact: type(fact).__name__)
def test_what_only_tells_moves_nothing_and_disputes_nothing(shop_world: World, fact: AnyFact) -> None:
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), fact)
    ledger.push(chain.message())
    assert not shop_world.cases()
    assert (shop_world.count(posting, epoch="e1"), shop_world.count(figure), shop_world.count(balance, unit="EUR", account="sales")) == (
        0, 0, 0,
    )  # fmt: skip


def test_every_fact_there_is_has_its_case_here() -> None:
    """A fact that is added to the protocol is looked at by the ledger too, or this goes red."""
    elsewhere = {facts.EpochOpened, facts.DayOpened, facts.Sale, facts.BasketCancelled, facts.CashMoved, facts.DayClosed}
    assert {type(fact) for fact in (*NEW, *ENDING, *MOVING)} | elsewhere == set(get_args(AnyFact))


def test_a_day_with_every_fact_ends_in_agreement(shop_world: World) -> None:
    ledger, chain = shop_world.machine("K1")
    cash = facts.CashMoved(kind="drop", amount_minor=200, reason="safe", bag="B7", denominations={"100": 2})
    ended = msgspec.structs.replace(closed(1, 600, 600), expected_minor=10_400, counted_minor=10_400)
    chain.add(opened(), day_opened(), *NEW, *MOVING, sale(1), cash, ended, *ENDING)
    ledger.push(chain.message())
    assert not shop_world.cases()
    found = verify(shop_world.context)
    assert (found.fault, found.entries) == (None, len(chain.entered))
    accounts = {row["account"]: row["amount"] for row in shop_world.rows(balance, store="S1", unit="EUR")}
    assert (accounts["sales"], accounts["tender:cash"], accounts["drop"]) == (-500, 400, 200)
    assert (accounts["recovery:sorry"], accounts["gift_cards"]) == (500, -5500)


def test_a_training_ticket_changes_no_receipt_and_no_total(shop_world: World) -> None:
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), facts.TrainingTicket(number="K1-T-000001", ticket=sale(1)), sale(1))
    ledger.push(chain.message())
    assert not shop_world.cases(), "the receipt's number is free: practice has a series of its own"


def test_desk_and_status_know_a_closed_epoch(shop_world: World) -> None:
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), day_opened(), sale(1), closed(1, 600, 600), *ENDING)
    ledger.push(chain.message())
    (state,) = (each for each in shop_world.context.read(lambda c: terminal_states(c, "S1")) if each.register == "K1")
    assert (state.epochs, state.epoch_closed) == (1, "year")
    (store, _) = status(shop_world.context)
    assert [each.epoch_closed for each in store.terminals if each.register == "K1"] == ["year"]
    after = type(chain)(chain.terminal, chain.key, "e2")
    head = chain.entered[-1]
    after.add(opened(series="A2", previous_epoch="e1", previous_seq=head.seq, previous_hash=head.hash.hex(), z_number=1, reason="year"))
    ledger.push(after.message())
    (state,) = (each for each in shop_world.context.read(lambda c: terminal_states(c, "S1")) if each.register == "K1")
    assert (state.epochs, state.epoch_closed) == (2, "")
