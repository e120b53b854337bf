"""An offer stopped from the desk: who asked for it is journalled, however the ledger answers, and every till's desk shows since when."""

from pathlib import Path

import pytest

from kiosk.services.desk_offers import stop_offer
from kiosk.services.desk_views import OffersInForce, OffersView, StopOffer
from sync.protocol import facts
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.loyalty_wire import StopAnswer, StopRequest
from tests.flows.harness import Till, shop_till
from tests.flows.loyalty.test_refusals import stop
from tests.flows.shops import shop


class FakeLedger:
    """Notes what it is asked; with `fault` it cannot be reached."""

    def __init__(self, fault: EnvironmentFault | None = None) -> None:
        self.asked: list[StopRequest] = []
        self.fault = fault

    def stop(self, message: StopRequest) -> StopAnswer:
        self.asked.append(message)
        if self.fault is not None:
            raise self.fault
        return StopAnswer(server_time="2026-11-22T10:00:00+01:00", confirmed=[], open=["R1"])


def asked(till: Till, ledger: FakeLedger, query: StopOffer) -> StopAnswer:
    return stop_offer(ledger, till.running.till, query, till.running.worker.call)


def noted(till: Till) -> list[tuple[str, str, bool]]:
    return [(body.staff, body.fact.offer, body.fact.stop) for body in till.bodies() if isinstance(body.fact, facts.OfferStopAsked)]


def manager(till: Till) -> None:
    till.ok("logout")
    till.ok("login", staff="max", pin="123456")


def test_who_stopped_what_is_in_the_journal_and_asking_again_is_no_deed(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        manager(till)
        ledger = FakeLedger()
        assert asked(till, ledger, StopOffer("bio10")).open == ["R1"]
        asked(till, ledger, StopOffer("bio10", again=True))
        asked(till, ledger, StopOffer("bio10", stop=False))
        assert noted(till) == [("max", "bio10", True), ("max", "bio10", False)]
        assert [(each.offer, each.stop) for each in ledger.asked] == [("bio10", True), ("bio10", True), ("bio10", False)]


def test_it_is_in_the_journal_where_the_ledger_did_not_answer(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        manager(till)
        with pytest.raises(EnvironmentFault):
            asked(till, FakeLedger(EnvironmentFault("ledger_unreachable")), StopOffer("next"))
        assert noted(till) == [("max", "next", True)]


def test_who_does_not_manage_stops_nothing(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        ledger = FakeLedger()
        with pytest.raises(Refusal) as refused:
            asked(till, ledger, StopOffer("bio10"))
        assert (refused.value.code, ledger.asked, noted(till)) == ("role_not_allowed", [], [])


def test_the_desks_view_says_since_when_it_is_stopped(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        assert stops(till) == {"bio10": "", "next": ""}
        stop(till, "bio10")
        found = stops(till)
        assert found["bio10"] and not found["next"]
        assert till.ok("add", sku="tea", quantity=1)["basket"]["offers"][0]["status"] == "stopped"


def stops(till: Till) -> dict[str, str]:
    view = till.running.worker.call(lambda: till.running.reader.answer(OffersInForce()))
    assert isinstance(view, OffersView)
    return {row.id: row.stopped_at for row in view.offers}
