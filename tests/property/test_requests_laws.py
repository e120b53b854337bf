"""Requests with missing, extra and odd fields, put together from the published schema: each is answered, and what is refused says why.

A refusal that comes of a request's shape names field and rule in words of both languages; no request makes a bug of the till.
"""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.services import requests
from kiosk.services.commands import Command
from sync.base.broken_rules import RULES
from sync.base.resources import read_bytes
from sync.base.words import LANGUAGES, Words
from sync.protocol.errors import Refusal
from tests.flows.harness import REQUESTS, Till, shop_till
from tests.flows.shops import shop

Json = dict[str, Any]

_DECODERS = re.compile(r"[`≠|<>{}$]|Expected|\bint\b|\bstr\b|regex")
"""What only a decoder says."""

GOOD: dict[str, Any] = {
    **{"staff": "ana", "pin": "1234", "float_minor": 0, "business_day": "2026-11-22", "code": "4006381333931", "symbology": "]E0"},
    **{"sku": "pear", "quantity": 1, "weight_g": 500, "price_minor": 100, "line": 1, "percent_bp": 500, "amount_minor": 100},
    **{"reason": "damaged", "id": "m1", "ticket": "1", "kind": "cash", "begin": False, "accepted": True},
    **{"paper": "none", "language": "fr", "receipt": "R1-A-000001", "lines": [{"line": 1, "quantity": 1}], "gift": False, "on": True},
    **{"address": "a@example.com", "bag": "B7", "denominations": {"100": 1}, "counted_minor": 100, "passed": True, "mode": "eat_in"},
    **{"buyer": {"name": "A", "address": "B"}, "period": "month", "printer": 1, "key": "theme", "value": "dark"},
    **{"at": "2026-11-22T10:00:00+01:00", "request": "r", "profile": {"first_name": "Zoé", "phone": "0612345678"}, "new": True},
    **{
        "consents": ["email", {"purpose": "sms", "channel": "", "wording": ""}],
        "purpose": "post",
        "channel": "",
        "wording": "",
        "given": True,
    },
    **{"claims": 1, "programme": "POINT"},
}
"""A sound value for every field that any request has."""

DEFS: Json = msgspec.json.decode(read_bytes("schemas", "till-request.v1.json"))["$defs"]
NAMES = sorted(name for name, part in DEFS.items() if "do" in part.get("properties", {}))
ODD: list[Any] = [
    *[None, True, False, 0, 1, -1, 1.5, 10**12, 10**30, "", " ", "\u0000", "x" * 700, "é" * 80, "\u0661\u0662\u0663\u0664", "1234\n"],
    *["2026-02-30", "CC1:", "R1-A-000001", "{field}", "%s", "`", [], {}, [[]], [None], [{}], {"": 0}, {"line": 1}, {"100": -1}, {"1e9": 1}],
    *[{"100": 10**30}, {"name": "A"}, [{"line": 1, "quantity": 0}], [{"line": 1, "x`y": 1}], "2026-11-22T10:00:00", "+999999-01-01T00:00"],
]
odd = st.sampled_from(ODD) | st.text(max_size=70) | st.integers() | st.lists(st.integers(), max_size=3)
fields = st.sampled_from(sorted(GOOD)) | st.text(max_size=12)


def sound(do: str) -> Json:
    """Return a request with every field it may have, its alternatives included."""
    names = [name for name in DEFS[do]["properties"] if name not in ("do", "request")]
    found = {name: copy.deepcopy(GOOD[name]) for name in names}
    return {"do": do} | found | {"discount": {"kind": "manual"}, "join": {"id": "ab" * 16}}.get(do, {})


@st.composite
def bent(draw: st.DrawFn) -> Json:
    """Return a request from which fields were dropped, to which some were added, and in which some are odd."""
    request = sound(draw(st.sampled_from(NAMES)))
    for name in draw(st.lists(st.sampled_from(sorted(request)), max_size=3)):
        request.pop(name, None)
    for name, value in draw(st.dictionaries(fields, odd, max_size=2)).items():
        request[name] = value
    return request


def line_of(request: Json) -> bytes:
    return json.dumps(request).encode()


def shape_refusal(request: Json) -> Refusal | None:
    try:
        requests.read(line_of(request))
    except Refusal as refusal:
        return refusal
    return None


def check_words(refusal: Refusal) -> None:
    """Hold a refusal of a shape to what the edge promises (law 10)."""
    assert refusal.code == "bad_request" and refusal.field
    assert str(refusal.params["rule"]).partition(":")[0] in RULES
    for language in LANGUAGES:
        spoken = Words(language).error(refusal.code, {"field": "HERE", **refusal.params})
        assert "HERE (" in spoken and spoken.endswith("."), spoken
        assert not _DECODERS.search(spoken), spoken


@pytest.mark.parametrize("rule", ["bool ≠ null", "Expected `int`", "length >= 1", "int"])
def test_a_decoders_own_words_are_seen(rule: str) -> None:
    with pytest.raises(AssertionError):
        check_words(Refusal("bad_request", field="passed", rule=rule))


@pytest.mark.parametrize("do", NAMES)
def test_every_request_can_be_sent(do: str) -> None:
    """The control: a sound request of each name is read, so that what is refused below is refused for what was bent."""
    assert isinstance(requests.read(line_of(sound(do))), Command)


@settings(max_examples=200)
@given(bent())
def test_what_the_schema_refuses_is_refused_in_words(request: Json) -> None:
    refusal = shape_refusal(request)
    if refusal is not None:
        assert not REQUESTS.is_valid(request), f"the schema allows what the till refuses: {request}"
        check_words(refusal)


@pytest.fixture(scope="module")
def till(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Till]:
    folder: Path = tmp_path_factory.mktemp("till")
    with shop_till(folder / "till", shop(), manual_clock=True) as found:
        found.sell({"sku": "pear"}, paper="none")
        yield found


@settings(max_examples=120)
@given(request=bent())
def test_no_request_makes_a_bug_of_the_till(till: Till, request: Json) -> None:
    answer = till.line(line_of(request))
    if not answer["ok"]:
        error = answer["error"]
        assert error["code"] != "safely_locked" and answer["state"] != "locked_safely", request
        assert error["message"].endswith((".", "!", "?")) and error["code"] not in error["message"], error
        if error["code"] in ("bad_request", "bad_value"):
            assert error.get("field"), error
            assert not _DECODERS.search(error["message"].rpartition(" (")[2]), error
    if answer["state"] in ("logged_out", "locked"):
        till.line(line_of({"do": "login", "staff": "ana", "pin": "1234"}))
    if not REQUESTS.is_valid(request):
        assert not answer["ok"], f"the till does what its schema refuses: {request}"
