"""The routes of the ledger, and nothing decided here: each hands bytes to the service and sends bytes back."""

from collections.abc import Callable
from typing import Any

from litestar import Litestar, Request, Response, get, post
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Tag
from litestar.params import FromPath, RawBody

from sync.ledger.context import Context
from sync.ledger.web.failures import HANDLERS
from sync.ledger.web.metrics import Metrics
from sync.ledger.web.questions import QUESTIONS
from sync.ledger.web.receipt_page import page_of
from sync.ledger.web.service import Service
from sync.protocol.codec import BODY_LIMIT_BYTES
from sync.protocol.wire import MEDIA_TYPE

Asked = Request[Any, Any, State]


def build_app(context: Context) -> Litestar:
    """Join the routes with one ledger. Several of these may serve one PostgreSQL."""
    return Litestar(
        route_handlers=[enrol, push, feed, desk, ask, receipt, mail, *QUESTIONS, receipt_page, healthz, metrics_text],
        state=State(joined(context)),
        exception_handlers=HANDLERS,
        request_max_body_size=BODY_LIMIT_BYTES,
        openapi_config=OpenAPIConfig(
            title="Comptoir ledger", version="1", tags=[Tag(name="terminal"), Tag(name="desk"), Tag(name="customer")]
        ),
        logging_config=None,
    )


def joined(context: Context) -> dict[str, Any]:
    """Return what the routes ask of their application's state, of one ledger."""
    metrics = Metrics()
    return {"service": Service(context, metrics), "metrics": metrics}


@post("/v1/enrol", sync_to_thread=True, status_code=200, tags=["terminal"], media_type=MEDIA_TYPE)
def enrol(body: RawBody, state: State) -> Response[bytes]:
    """Make a terminal of the sender: EnrolRequest -> EnrolAnswer."""
    return _answer(state, "enrol", lambda service: service.enrol(body))


@post("/v1/push", sync_to_thread=True, status_code=200, tags=["terminal"], media_type=MEDIA_TYPE)
def push(request: Asked, body: RawBody, state: State) -> Response[bytes]:
    """Receive journal entries: Push -> Ack."""
    return _answer(state, "push", lambda service: service.push(request.headers, request.url.path, body))


@post("/v1/feed", sync_to_thread=True, status_code=200, tags=["terminal"], media_type=MEDIA_TYPE)
def feed(request: Asked, body: RawBody, state: State) -> Response[bytes]:
    """Hand over what changed: FeedRequest -> FeedAnswer."""
    return _answer(state, "feed", lambda service: service.feed(request.headers, request.url.path, body))


@post("/v1/desk", sync_to_thread=True, status_code=200, tags=["desk"], media_type=MEDIA_TYPE)
def desk(request: Asked, body: RawBody, state: State) -> Response[bytes]:
    """Show the store: DeskRequest -> DeskAnswer."""
    return _answer(state, "desk", lambda service: service.desk(request.headers, request.url.path, body))


@post("/v1/desk/ask", sync_to_thread=True, status_code=200, tags=["desk"], media_type=MEDIA_TYPE)
def ask(request: Asked, body: RawBody, state: State) -> Response[bytes]:
    """Ask the store's terminals to push: DeskRequest -> DeskAnswer."""
    return _answer(state, "ask", lambda service: service.ask(request.headers, request.url.path, body))


@post("/v1/receipt", sync_to_thread=True, status_code=200, tags=["terminal"], media_type=MEDIA_TYPE)
def receipt(request: Asked, body: RawBody, state: State) -> Response[bytes]:
    """Show a receipt of any till, and keep what a ticket gives back of it: ReceiptRequest -> ReceiptAnswer."""
    return _answer(state, "receipt", lambda service: service.receipt(request.headers, request.url.path, body))


@post("/v1/mail", sync_to_thread=True, status_code=200, tags=["terminal"], media_type=MEDIA_TYPE)
def mail(request: Asked, body: RawBody, state: State) -> Response[bytes]:
    """Take a receipt to send by e-mail: MailRequest -> MailAnswer."""
    return _answer(state, "mail", lambda service: service.mail(request.headers, request.url.path, body))


@get("/r/{code:str}", sync_to_thread=True, tags=["customer"], media_type="text/html")
def receipt_page(request: Asked, code: FromPath[str], state: State) -> Response[bytes]:
    """Show a digital receipt to whoever holds its signed code."""
    metrics: Metrics = state.metrics
    with metrics.timed("receipt_page"):
        service: Service = state.service
        return page_of(service.paper(code), request.headers.get("accept-language", ""))


@get("/healthz", sync_to_thread=True, media_type="text/plain")
def healthz(state: State) -> str:
    """Tell that the database answers."""
    service: Service = state.service
    service.ready()
    return "ok"


@get("/metrics", sync_to_thread=True, media_type="text/plain; version=0.0.4; charset=utf-8")
def metrics_text(state: State) -> bytes:
    """Give all counters in Prometheus' format."""
    metrics: Metrics = state.metrics
    return metrics.text()


def _answer(state: State, route: str, work: Callable[[Service], bytes]) -> Response[bytes]:
    metrics: Metrics = state.metrics
    with metrics.timed(route):
        return Response(work(state.service), media_type=MEDIA_TYPE)
