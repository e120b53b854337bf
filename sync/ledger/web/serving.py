"""Listening: the socket is bound before anything is promised, so that a printed URL can be reached."""

import socket
from typing import NamedTuple

import uvicorn

from sync.ledger.context import Context
from sync.ledger.fold_room import folding
from sync.ledger.mail_room import sending
from sync.ledger.web.app import build_app
from sync.protocol.errors import EnvironmentFault

BACKLOG = 128
KEEP_ALIVE_S = 30
STOP_TIMEOUT_S = 5


class Listening(NamedTuple):
    """A bound socket and the URL it answers at."""

    socket: socket.socket
    url: str


def bind(host: str, port: int) -> Listening:
    """Bind `host`, at a free port for 0; raises EnvironmentFault when that cannot be."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(BACKLOG)
    except OSError as error:
        raise EnvironmentFault("address_in_use", host=host, port=port) from error
    shown = f"[{host}]" if family == socket.AF_INET6 else host
    return Listening(made, f"http://{shown}:{made.getsockname()[1]}")


def serve_on(context: Context, listening: Listening) -> None:
    """Serve until the process is asked to stop; requests under way are answered first. Days are folded and e-mail goes out meanwhile."""
    with sending(context), folding(context):
        _serve(context, listening)


def _serve(context: Context, listening: Listening) -> None:
    config = uvicorn.Config(
        build_app(context),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=STOP_TIMEOUT_S,
    )
    uvicorn.Server(config).run(sockets=[listening.socket])
