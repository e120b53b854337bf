"""The invitation that a till's first start scans: there and back, and nothing else is taken for one."""

import pytest

from sync.protocol.invitation import Invitation

INVITATION = Invitation("https://ledger.example:8750/shop?x=1&y=2", "ABCD-EFGH-JKMN")


def test_there_and_back() -> None:
    assert Invitation.read(INVITATION.text) == INVITATION


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4006381333931",
        "comptoir:",
        "comptoir:enrol",
        "comptoir:enrol?",
        "comptoir:enrol?ledger=http://a",
        "comptoir:enrol?code=A&code=B&ledger=http://a",
        "comptoir:other?ledger=http://a&code=A",
        "https://enrol?ledger=http://a&code=A",
        "comptoir:enrol?ledger=http://[&code",
        INVITATION.text + "&code=" + "A" * 400,
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert Invitation.read(text) is None
