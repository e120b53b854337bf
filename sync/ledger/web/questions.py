"""Questions about members and their rights: one route a kind of message, each answered by its room."""

from typing import Any

from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody

from sync.ledger import erasing, holds, leases, profiles, stops
from sync.ledger.web.metrics import Metrics
from sync.ledger.web.service import Kind, Room, Service
from sync.protocol.loyalty_wire import EraseRequest, HoldRequest, LeaseRequest, MemberRequest, ProfilesPut, ReleaseRequest, StopRequest
from sync.protocol.wire import MEDIA_TYPE

Asked = Request[Any, Any, State]


def _question(name: str, kind: type[Kind], room: Room[Kind], tag: str, text: str, path: str = "") -> HTTPRouteHandler:
    """Return the route of a question: a signed message in, a message out."""

    @post(
        path or f"/v1/{name}",
        name=name,
        operation_id=name,
        description=text,
        sync_to_thread=True,
        status_code=200,
        tags=[tag],
        media_type=MEDIA_TYPE,
    )
    def answer(request: Asked, body: RawBody, state: State) -> Response[bytes]:
        metrics: Metrics = state.metrics
        service: Service = state.service
        with metrics.timed(name):
            return Response(service.answer(request.headers, request.url.path, body, kind, room), media_type=MEDIA_TYPE)

    return answer


QUESTIONS = (
    _question("hold", HoldRequest, holds.ask, "terminal", "Reserve a right for a ticket: HoldRequest -> HoldAnswer."),
    _question("release", ReleaseRequest, holds.release, "terminal", "Give holds back: ReleaseRequest -> Taken."),
    _question("profiles", ProfilesPut, profiles.take, "terminal", "Keep contact data made at a till: ProfilesPut -> Taken."),
    _question("lease", LeaseRequest, leases.ask, "terminal", "Grant more of capped campaigns, or take back: LeaseRequest -> LeaseAnswer."),
    _question("stop", StopRequest, stops.stop, "desk", "Stop an offer and tell who has heard of it: StopRequest -> StopAnswer."),
    _question(
        "erase", EraseRequest, erasing.answer_erase, "desk", "Erase a member everywhere: EraseRequest -> EraseAnswer.", "/v1/member/erase"
    ),
    _question(
        "export",
        EraseRequest,
        erasing.answer_export,
        "desk",
        "All that is held of a member: EraseRequest -> ExportAnswer.",
        "/v1/member/export",
    ),
    _question("member", MemberRequest, profiles.find, "terminal", "Show a member of any store: MemberRequest -> MemberAnswer."),
)
"""The routes, in the order of the documentation."""
