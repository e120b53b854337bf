"""What a till may spend of capped campaigns, and when it looks again."""

from pathlib import Path
from typing import cast

from kiosk.domain import basket as baskets
from kiosk.domain.policy import Allowance
from kiosk.services.circumstances import circumstances_of
from kiosk.services.ports import RightsPort
from sync.protocol.offers import Limits, PercentOffer
from tests.benchmarks.shop import make_profile, terminal

CAPPED = PercentOffer(id="first-five", percent_bp=1_000, limits=Limits(total=5))


def test_a_till_alone_has_the_whole_campaign_and_one_of_a_ledger_what_it_was_leased(tmp_path: Path) -> None:
    """It is opened before it is given its ledger: what was made ready until then is not what it sells by."""
    with terminal(make_profile(tmp_path / "till", 1, equipped=False, offers=[CAPPED])) as running:
        till = running.till.terminal
        ticket = baskets.new_basket("b", "2026-11-22T10:00:00+01:00", "fr")
        assert circumstances_of(till, ticket).allowances == {"first-five": Allowance(uses=5)}
        till.rights = cast(RightsPort, object())
        assert circumstances_of(till, ticket).allowances == {"first-five": Allowance(uses=0)}
