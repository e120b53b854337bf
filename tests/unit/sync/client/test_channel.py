"""The channel: whatever comes back is an answer, a refusal with its code, or a fault of the world; nothing else gets through."""

import ssl
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import stamina

from sync.client.channel import CONNECT_ATTEMPTS, Channel, Rejection
from sync.client.enrolment import enrol
from sync.client.ledger import LedgerClient
from sync.protocol.codec import BODY_LIMIT_BYTES, pack
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.wire import MEDIA_TYPE, Ack, EnrolAnswer, Problem, Sealed
from tests.unit.sync.client.fakes import KEY, TIME, journal

Handler = Callable[[httpx.Request], httpx.Response]
ACK = Ack(epoch="e1", seq=1, hash=b"h", server_time=TIME)


def answering(status: int, content: bytes, media_type: str = MEDIA_TYPE) -> Handler:
    return lambda _: httpx.Response(status, content=content, headers={"content-type": media_type})


def push(handler: Handler) -> Ack:
    chain = journal(1)
    with LedgerClient("http://ledger.test", "t1", KEY, transport=httpx.MockTransport(handler)) as ledger:
        return ledger.push(chain.message())


def test_an_answer_is_read() -> None:
    assert push(answering(200, pack(ACK))) == ACK


@pytest.mark.parametrize(
    "handler",
    [
        answering(200, b"<html>Please log in to the wireless network</html>", "text/html"),
        answering(200, b"not zstd"),
        answering(200, pack(Problem(code="x"))),
        answering(200, b"", MEDIA_TYPE),
        answering(302, b"", "text/html"),
        answering(404, b"nothing here", "text/plain"),
        answering(500, b"oops", MEDIA_TYPE),
        answering(200, bytes(BODY_LIMIT_BYTES + 1)),
    ],
)
def test_an_answer_that_makes_no_sense_is_a_fault_of_the_world(handler: Handler) -> None:
    with pytest.raises(EnvironmentFault, match="ledger_nonsense"):
        push(handler)


@pytest.mark.parametrize(
    ("status", "family", "code"),
    [
        (400, Rejection, "some_code"),
        (409, Rejection, "some_code"),
        (401, EnvironmentFault, "ledger_refused"),
        (503, EnvironmentFault, "ledger_unreachable"),
        (500, EnvironmentFault, "ledger_unreachable"),
    ],
)
def test_a_problem_is_one_of_the_two_families(status: int, family: type[Exception], code: str) -> None:
    with pytest.raises(family, match=code):
        push(answering(status, pack(Problem(code="some_code", ack=ACK))))


def test_a_rejection_carries_the_acknowledgement() -> None:
    with pytest.raises(Rejection) as refused:
        push(answering(409, pack(Problem(code="gap", field="entries.0", ack=ACK))))
    assert (refused.value.ack, refused.value.field) == (ACK, "entries.0")


@pytest.mark.parametrize(
    ("error", "attempts"), [(httpx.ConnectError, CONNECT_ATTEMPTS), (httpx.ReadTimeout, 1), (httpx.RemoteProtocolError, 1)]
)
def test_only_a_connection_that_never_came_about_is_tried_again(error: type[httpx.TransportError], attempts: int) -> None:
    tried = []

    def handler(request: httpx.Request) -> httpx.Response:
        tried.append(request)
        raise error("no")

    with stamina.set_testing(True, attempts=CONNECT_ATTEMPTS), pytest.raises(EnvironmentFault, match="ledger_unreachable"):
        push(handler)
    assert len(tried) == attempts


@pytest.mark.parametrize("url", ["", "ledger", "ftp://x", "http://", "http://ledger:port", "file:///etc/passwd"])
def test_an_address_that_is_none_is_refused_by_field(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        Channel(url)
    assert (refused.value.code, refused.value.field) == ("bad_url", "url")


def test_a_secret_that_was_not_sealed_for_us_is_nonsense() -> None:
    sealed = Sealed(ephemeral=bytes(range(32)), nonce=bytes(12), text=bytes(48))
    answer = EnrolAnswer(terminal="t", store="S", register="K", kind="cashier", enrolment=1, shop_key=b"", secret=sealed, server_time=TIME)
    with pytest.raises(EnvironmentFault, match="ledger_nonsense"):
        enrol("http://ledger.test", "CODE", transport=httpx.MockTransport(answering(200, pack(answer))))


def test_the_network_library_is_loaded_only_when_it_is_used() -> None:
    program = "import sys, sync.client.exchange, sync.client.ledger, sync.client.enrolment\nprint({'httpx', 'stamina'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_till_that_has_spoken_holds_no_command_line_toolkit() -> None:
    program = (
        "import sys; from sync.client.channel import Channel\n"
        "with Channel('http://127.0.0.1:9') as channel: channel._client\n"
        "print({'httpx', 'rich', 'pygments', 'click'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{'httpx'}"


@pytest.mark.parametrize(("url", "known"), [("https://ledger.test", True), ("http://ledger.test", False)])
def test_authorities_are_known_where_one_is_asked_and_nothing_is_ever_trusted_unseen(
    url: str, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool | ssl.SSLContext] = []
    make = httpx.Client.__init__

    def noted(self: httpx.Client, *, verify: bool | ssl.SSLContext, **others: Any) -> None:
        asked.append(verify)
        make(self, verify=verify, **others)

    monkeypatch.setattr(httpx.Client, "__init__", noted)
    with Channel(url) as channel:
        assert channel._client is not None
    (verify,) = asked
    if known:
        assert verify is True
    else:
        assert isinstance(verify, ssl.SSLContext)
        assert (verify.verify_mode, verify.check_hostname, verify.get_ca_certs()) == (ssl.CERT_REQUIRED, True, [])
