"""Whatever is sent, the answer is a Problem with a clear status: never a 500, and nothing changes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event

from sync.client.enrolment import Enrolled
from sync.ledger.tables import entry
from sync.protocol.codec import BODY_LIMIT_BYTES, pack, unpack
from sync.protocol.wire import CLOCK_SKEW_LIMIT_S, HEADER_AT, HEADER_SIGNATURE, HEADER_TERMINAL, MEDIA_TYPE, Problem, signing_bytes
from tests.unit.sync.ledger.machines import Chain, opened, sale
from tests.unit.sync.ledger.worlds import World

LOYALTY = ("hold", "release", "lease", "stop", "profiles", "member", "member/erase", "member/export")
SIGNED = ("/v1/push", "/v1/feed", "/v1/desk", "/v1/desk/ask", "/v1/receipt", "/v1/mail", *(f"/v1/{name}" for name in LOYALTY))
REPORT = {"epoch": "e1", "head_seq": 1, "head_hash": b"h", "unsent": 0}


def signed(
    world: World, who: Enrolled, path: str, body: bytes, *, at: str | None = None, key: Ed25519PrivateKey | None = None
) -> dict[str, str]:
    said = at if at is not None else world.time.isoformat()
    signature = (key or who.keys.signing).sign(signing_bytes("POST", path, said, body)).hex()
    return {HEADER_TERMINAL: who.answer.terminal, HEADER_AT: said, HEADER_SIGNATURE: signature}


def post(world: World, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Problem]:
    answer = world.http.post(path, content=body, headers=headers)
    assert answer.headers["content-type"].startswith(MEDIA_TYPE)
    return answer.status_code, unpack(answer.content, Problem)


def packed(value: Any) -> bytes:
    return zstandard.ZstdCompressor().compress(msgspec.msgpack.encode(value))


def as_manager(world: World) -> Enrolled:
    return world.enrol("M1")


@pytest.fixture(scope="module")
def manager(long_world: World) -> Enrolled:
    return as_manager(long_world)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
REPORTS = st.fixed_dictionaries(
    {
        "epoch": st.text() | PLAIN,
        "head_seq": st.integers(-(2**63), 2**64 - 1),
        "head_hash": st.binary(max_size=40),
        "unsent": st.integers(-(2**63), 2**64 - 1),
    },
    optional={"business_day": st.text(), "staff": st.text(), "closing": PLAIN},
)
ENTRIES = st.fixed_dictionaries(
    {"seq": st.integers(-(2**63), 2**64 - 1), "body": st.binary(), "hash": st.binary(), "signature": st.binary()}
)
LEASES = st.fixed_dictionaries(
    {"id": st.text(), "offer": st.text(), "register": st.text()}, optional={"uses": st.integers(-(2**63), 2**64 - 1), "pieces": PLAIN}
)
PROFILES = st.fixed_dictionaries(
    {"member": st.text(), "salt": st.text(), "at": st.text(), "fields": st.dictionaries(st.text(), st.text(), max_size=3)}
)
MESSAGES = st.fixed_dictionaries(
    {},
    optional={
        "report": REPORTS | PLAIN,
        "epoch": st.text() | PLAIN,
        "entries": st.lists(ENTRIES, max_size=3) | PLAIN,
        "id": st.text() | PLAIN,
        "right": st.sampled_from(["coupon", "points", "gift_card", "reward"]) | PLAIN,
        "subject": st.text() | PLAIN,
        "amount": st.integers(-(2**63), 2**64 - 1),
        "ids": st.lists(st.text(), max_size=3) | PLAIN,
        "spent": st.lists(LEASES, max_size=2) | PLAIN,
        "wanted": st.lists(st.text(), max_size=3) | PLAIN,
        "close": st.booleans(),
        "offer": st.text() | PLAIN,
        "profiles": st.lists(PROFILES, max_size=2) | PLAIN,
        "member": st.text() | PLAIN,
        "key": st.text() | PLAIN,
        "cursors": st.dictionaries(st.text(), st.integers()) | PLAIN,
        "business_day": st.text() | PLAIN,
        "code": st.text() | PLAIN,
        "signing_key": st.binary() | PLAIN,
        "sealing_key": st.binary(min_size=32, max_size=32) | PLAIN,
        "software": st.text() | PLAIN,
    },
)


def encodable(value: Any) -> bool:
    try:
        msgspec.msgpack.encode(value)
    except (OverflowError, UnicodeEncodeError, ValueError):
        return False
    return True


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(path=st.sampled_from((*SIGNED, "/v1/enrol")), value=(MESSAGES | PLAIN).filter(encodable))
def test_no_message_however_strange_breaks_the_service(long_world: World, manager: Enrolled, path: str, value: Any) -> None:
    body = packed(value)
    answer = long_world.http.post(path, content=body, headers=signed(long_world, manager, path, body))
    assert answer.status_code in (200, 400, 403, 409)
    if answer.status_code != 200:
        assert unpack(answer.content, Problem).code


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from((*SIGNED, "/v1/enrol")), body=st.binary())
def test_bytes_that_are_no_message_are_a_bad_request(long_world: World, manager: Enrolled, path: str, body: bytes) -> None:
    status, problem = post(long_world, path, body, signed(long_world, manager, path, body))
    assert (status, problem.code) in ((400, "not_zstd"), (400, "not_understood"))


def test_a_body_too_large_is_refused_however_it_was_packed(shop_world: World) -> None:
    who = as_manager(shop_world)
    huge = bytes(BODY_LIMIT_BYTES + 1)
    assert post(shop_world, "/v1/push", huge, signed(shop_world, who, "/v1/push", huge))[0] == 413
    bomb = zstandard.ZstdCompressor().compress(huge)
    assert len(bomb) < 10_000
    assert post(shop_world, "/v1/push", bomb, signed(shop_world, who, "/v1/push", bomb)) == (400, Problem(code="too_large"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unsent": -1}, "report.unsent"),
        ({"head_seq": 2**60}, "report.head_seq"),
        ({"staff": "a\nb"}, "report.staff"),
        ({"epoch": "e\x00"}, "report.epoch"),
        ({"software": "x" * 81}, "report.software"),
        ({"business_day": "today"}, "report.business_day"),
        ({"head_hash": bytes(33)}, "report.head_hash"),
    ],
)
def test_a_report_out_of_bounds_is_refused_by_field(shop_world: World, changes: dict[str, Any], field: str) -> None:
    who = as_manager(shop_world)
    body = packed({"report": {**REPORT, **changes}})
    assert post(shop_world, "/v1/feed", body, signed(shop_world, who, "/v1/feed", body)) == (
        400,
        Problem(code="out_of_bounds", field=field),
    )


def test_an_id_as_a_shop_may_choose_it_is_within_bounds(shop_world: World) -> None:
    who = as_manager(shop_world)
    body = packed({"report": {**REPORT, "staff": "Zoé Martin"}})
    answer = shop_world.http.post("/v1/feed", content=body, headers=signed(shop_world, who, "/v1/feed", body))
    assert answer.status_code == 200


def test_a_wrong_type_is_named_by_its_place(shop_world: World) -> None:
    who = as_manager(shop_world)
    body = packed({"report": {**REPORT, "unsent": "many"}})
    status, problem = post(shop_world, "/v1/feed", body, signed(shop_world, who, "/v1/feed", body))
    assert (status, problem.code, problem.field) == (400, "not_understood", "report.unsent")


@pytest.mark.parametrize("path", SIGNED)
def test_nobody_is_answered_who_does_not_prove_who_they_are(shop_world: World, path: str) -> None:
    who, body = as_manager(shop_world), packed({"report": REPORT})
    good = signed(shop_world, who, path, body)
    late = (shop_world.time - timedelta(seconds=CLOCK_SKEW_LIMIT_S + 60)).isoformat()
    attempts = {
        "unknown_terminal": {**good, HEADER_TERMINAL: "f" * 32},
        "bad_signature": signed(shop_world, who, path, body, key=Ed25519PrivateKey.generate()),
        "bad_time": signed(shop_world, who, path, body, at="yesterday"),
        "clock_skew": signed(shop_world, who, path, body, at=late),
    }
    for code, headers in attempts.items():
        status, problem = post(shop_world, path, body, headers)
        assert (status, problem.code) == (401, code)
    assert post(shop_world, path, body, {})[0] == 401
    elsewhere = "/v1/feed" if path != "/v1/feed" else "/v1/push"
    assert post(shop_world, elsewhere, body, good)[1].code == "bad_signature"
    assert post(shop_world, path, body + b"x", good)[1].code == "bad_signature"


def test_a_push_whose_entries_do_not_follow_one_another_is_refused(shop_world: World) -> None:
    found = shop_world.enrol("K1")
    chain = Chain(found.answer.terminal, found.keys.signing)
    chain.add(opened(), opened(), opened())
    body = pack(chain.message([chain.entered[0], chain.entered[2]]))
    answer = post(shop_world, "/v1/push", body, signed(shop_world, found, "/v1/push", body))
    assert answer == (400, Problem(code="not_consecutive", field="entries.1.seq"))
    assert shop_world.count(entry) == 0


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v1/push", 405), ("GET", "/nowhere", 404), ("DELETE", "/v1/feed", 405)])
def test_a_wrong_path_or_method_is_a_problem_too(shop_world: World, method: str, path: str, status: int) -> None:
    answer: httpx.Response = shop_world.http.request(method, path)
    assert answer.status_code == status
    assert unpack(answer.content, Problem).code


def test_a_bug_is_logged_and_answered_without_its_details(
    shop_world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The positive control of this file: an error that is nobody's refusal does come out as a 500."""
    who, body = as_manager(shop_world), packed({"report": REPORT})
    monkeypatch.setattr("sync.ledger.web.service.changed_pages", lambda *_: 1 / 0)
    assert post(shop_world, "/v1/feed", body, signed(shop_world, who, "/v1/feed", body)) == (500, Problem(code="ledger_failed"))
    assert "ZeroDivisionError" in caplog.text


def test_a_full_disk_is_the_worlds_fault_and_loses_nothing(shop_world: World) -> None:
    found = shop_world.enrol("K1")
    chain = Chain(found.answer.terminal, found.keys.signing)
    chain.add(opened(), *(sale(number) for number in range(1, 150)))
    body = pack(chain.message())
    headers = signed(shop_world, found, "/v1/push", body)
    with each_begin(shop_world, allow_no_more_pages):
        assert post(shop_world, "/v1/push", body, headers) == (503, Problem(code="disk_full"))
    with each_begin(shop_world, allow_pages):
        assert shop_world.count(entry) == 0
        assert shop_world.client(found).push(chain.message()).seq == 150


@contextmanager
def each_begin(world: World, do: Callable[[Connection], None]) -> Iterator[None]:
    event.listen(world.context.engine, "begin", do)
    try:
        yield
    finally:
        event.remove(world.context.engine, "begin", do)


def allow_no_more_pages(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA max_page_count=1")


def allow_pages(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA max_page_count=1000000")


def test_health_metrics_and_the_description_of_the_interface(shop_world: World) -> None:
    assert shop_world.http.get("/healthz").text == "ok"
    who, body = as_manager(shop_world), packed({"report": REPORT})
    post_headers = signed(shop_world, who, "/v1/feed", body)
    assert shop_world.http.post("/v1/feed", content=body, headers=post_headers).status_code == 200
    shop_world.http.post("/v1/feed", content=b"", headers=post_headers)
    text = shop_world.http.get("/metrics").text
    assert 'comptoir_request_seconds_count{route="feed"} 2.0' in text
    assert 'comptoir_refused_total{route="feed"} 1.0' in text
    paths = shop_world.http.get("/schema/openapi.json").json()["paths"]
    assert set(paths) == {"/v1/enrol", *SIGNED, "/r/{code}", "/healthz", "/metrics"}
