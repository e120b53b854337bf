"""P8: public codes as people key them."""

import pytest

from tests.flows.harness import Json
from tests.flows.loyalty.conftest import Open
from tests.flows.loyalty.shops import goods, loyal

SPRING: Json = {"id": "spring", "kind": "percent", "percent_bp": 1000, "when": {"codes": ["SPRING-26"]}}


@pytest.mark.parametrize("keyed", ["SPRING-26", "spring-26", " Spring-26 "])
def test_a_code_is_the_same_in_any_case(open_till: Open, keyed: str) -> None:
    till = open_till(loyal(goods(coat=3000), offers=[SPRING]))
    till.ok("add", sku="coat", quantity=1)
    basket = till.ok("coupon", code=keyed)["basket"]
    assert (basket["codes"], basket["totals"]["gross_minor"]) == (["SPRING-26"], 2700)
    till.no("code_in_basket", "coupon", code="SPRING-26")
    till.no("unknown_coupon", "coupon", code="SPRING26")
