"""One request and its answer over HTTP: bounded in time and size, and every failure one of the two families of law 9."""

import sys
from functools import cached_property
from math import inf
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import urlsplit

from sync.protocol.codec import BODY_LIMIT_BYTES, CodecError, unpack
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.wire import MEDIA_TYPE, Ack, Message, Problem

if TYPE_CHECKING:
    import httpx

CONNECT_TIMEOUT_S = 5.0
WRITE_TIMEOUT_S = 20.0
READ_TIMEOUT_S = 30.0
CONNECT_ATTEMPTS = 3
CONNECT_WAIT_S = 0.2
CONNECT_WAIT_LIMIT_S = 1.0
ASK_TIMEOUT_S = 4.0
"""How long somebody at the counter waits for a word of the ledger before the till goes on without it: one attempt, connection included."""

Kind = TypeVar("Kind", bound=Message)


class Rejection(Refusal):
    """The ledger understood and refused; `ack` is where the chain can go on, if it is about the chain."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code, field=problem.field or None)
        self.ack: Ack | None = problem.ack


class Channel:
    """A connection to one ledger's address. httpx is loaded with the first request, not before: a till paints and sells without it."""

    def __init__(self, url: str, transport: "httpx.BaseTransport | None" = None) -> None:
        try:
            address = urlsplit(url)
            complete = bool(address.hostname) and address.port != 0
        except ValueError as error:
            raise Refusal("bad_url", field="url") from error
        if address.scheme not in ("http", "https") or not complete:
            raise Refusal("bad_url", field="url")
        _leave_out_command_line()
        self._url = url
        self._secure = address.scheme == "https"
        self._transport = transport

    @cached_property
    def _client(self) -> "httpx.Client":
        import ssl

        import httpx
        from stamina.instrumentation import set_on_retry_hooks

        # Its hooks speak on standard output, where the headless till's answers stand; our own log tells of failed exchanges.
        set_on_retry_hooks(())
        limits = httpx.Timeout(READ_TIMEOUT_S, connect=CONNECT_TIMEOUT_S, write=WRITE_TIMEOUT_S)
        # The world's authorities are loaded (3 MiB) only where one is asked; without them no certificate whatever is trusted.
        trust = True if self._secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            return httpx.Client(base_url=self._url, timeout=limits, transport=self._transport, follow_redirects=False, verify=trust)
        except httpx.InvalidURL as error:
            raise Refusal("bad_url", field="url") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection, if there was one."""
        if "_client" in self.__dict__:
            self._client.close()

    def post(self, path: str, body: bytes, headers: dict[str, str], answer: type[Kind], *, at_counter: bool = False) -> Kind:
        """Send a packed message and read the answer of kind `answer`; `at_counter` waits ASK_TIMEOUT_S at the most, for a person does.

        Raises EnvironmentFault ledger_unreachable (also when it is there and cannot), ledger_refused or ledger_nonsense, and Rejection.
        """
        status, media_type, content = self._send(path, body, headers, at_counter=at_counter)
        if media_type != MEDIA_TYPE:
            raise EnvironmentFault("ledger_nonsense", status=status)
        try:
            if status == 200:
                return unpack(content, answer)
            problem = unpack(content, Problem)
        except CodecError as error:
            raise EnvironmentFault("ledger_nonsense", status=status) from error
        if status >= 500:
            raise EnvironmentFault("ledger_unreachable", status=status, reason=problem.code)
        if status == 401:
            raise EnvironmentFault("ledger_refused", reason=problem.code)
        raise Rejection(problem)

    def _send(self, path: str, body: bytes, headers: dict[str, str], *, at_counter: bool) -> tuple[int, str, bytes]:
        """Send, trying again a few times only while no connection comes about: then the ledger has seen nothing yet."""
        import httpx
        import stamina

        attempts = 1 if at_counter else CONNECT_ATTEMPTS
        retrying = stamina.retry_context(
            on=httpx.ConnectError, attempts=attempts, wait_initial=CONNECT_WAIT_S, wait_max=CONNECT_WAIT_LIMIT_S
        )
        try:
            for attempt in retrying:
                with attempt:
                    return self._once(path, body, headers, at_counter=at_counter)
        except httpx.TransportError as error:
            raise EnvironmentFault("ledger_unreachable", reason=type(error).__name__) from error
        except httpx.HTTPError as error:
            raise EnvironmentFault("ledger_nonsense", reason=type(error).__name__) from error
        raise AssertionError("a retry ends with a result or its error")

    def _once(self, path: str, body: bytes, headers: dict[str, str], *, at_counter: bool) -> tuple[int, str, bytes]:
        import httpx

        sent = {"content-type": MEDIA_TYPE, "accept": MEDIA_TYPE, **headers}
        limits = httpx.Timeout(ASK_TIMEOUT_S / 2) if at_counter else httpx.USE_CLIENT_DEFAULT
        ends_at = monotonic() + ASK_TIMEOUT_S if at_counter else inf
        with self._client.stream("POST", path, content=body, headers=sent, timeout=limits) as response:
            content = bytearray()
            for chunk in response.iter_bytes():
                if monotonic() > ends_at:
                    raise EnvironmentFault("ledger_unreachable", reason="slow")
                content += chunk
                if len(content) > BODY_LIMIT_BYTES:
                    raise EnvironmentFault("ledger_nonsense", status=response.status_code)
            return response.status_code, response.headers.get("content-type", "").partition(";")[0].strip(), bytes(content)


def _leave_out_command_line() -> None:
    """httpx does without its own command line where that cannot be had; with it come click, rich and pygments, 5 MiB of a till's memory."""
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None is how Python says "not to be imported"
