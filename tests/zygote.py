"""The shipped command, loaded once and forked at each request: what is forked has read no setting, opened no file and begun no thread.

From the fork on it is the command, with its own arguments, environment and pipes, and ends as the command does. It is a tool of the fault
tests, which see nothing of it but processes.
"""

import gc
import importlib
import json
import os
import socket
import sys
from typing import Any

from sync.base import points

LOADED = (
    "kiosk.cli.enrol",
    "kiosk.cli.journal",
    "kiosk.cli.ledger",
    "kiosk.cli.main",
    "kiosk.cli.sync",
    "kiosk.cli.till",
    "sync.ledger.web.app",
    "alembic.command",
    "argon2",
    "cyclopts",
    "escpos.escpos",
    "httpx",
    "litestar",
    "uvicorn",
)
_MESSAGE_BYTES = 65_536


def _serve(channel: socket.socket) -> dict[str, Any] | None:
    """Fork at each request; returns its request in the process that is to carry it out, and None at the end."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(channel, _MESSAGE_BYTES, 3)
        if not message:
            return None
        request: dict[str, Any] = json.loads(message)
        if "reap" in request:
            answer = os.waitstatus_to_exitcode(os.waitpid(request["reap"], 0)[1])
        else:
            answer = os.fork()
            if answer == 0:
                _take(descriptors)
                return request
        for descriptor in descriptors:
            os.close(descriptor)
        channel.send(str(answer).encode())


def _take(descriptors: list[int]) -> None:
    """Make them standard input, output and errors."""
    for standard, descriptor in enumerate(descriptors):
        os.dup2(descriptor, standard)
        os.close(descriptor)


def main() -> None:
    """Load, then fork until nobody asks any more."""
    modules = [importlib.import_module(name) for name in LOADED]
    command = next(module for module in modules if module.__name__ == "kiosk.cli.main")
    # What is loaded is nobody's garbage: a fork that looked through it would copy all of it.
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        request = _serve(channel)
    if request is not None:
        os.environ.update(request["environment"])
        # The one module that reads the environment as it is loaded.
        points.arm(os.environ.get(points.ENVIRONMENT_NAME, ""))
        sys.argv = ["comptoir", *request["arguments"]]
        command.main()


if __name__ == "__main__":
    main()
