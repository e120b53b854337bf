"""CI's slice of the power-loss proof, and the wrong twins that it must see lose and corrupt."""

import pytest

from tests.faults.crash.power import power

IMAGES, IMAGES_OF_A_TWIN = 20_000, 600


@pytest.mark.long(100)
def test_a_power_cut_loses_nothing_that_was_acknowledged() -> None:
    found = power(IMAGES)
    print(found.line())
    assert found.held, found.faults
    assert found.images >= IMAGES
    # The proof looks at something: transactions in hand did land, and recovery was cut too.
    assert found.in_hand > IMAGES // 100 and found.again > IMAGES // 100


@pytest.mark.parametrize(("twin", "blamed"), [("normal", "lost"), ("off", "corrupt")])
def test_less_than_full_synchronous_turns_it_red(twin: str, blamed: str) -> None:
    found = power(IMAGES_OF_A_TWIN, twin=twin)
    print(found.line())
    assert getattr(found, blamed) > 0, found.line()
