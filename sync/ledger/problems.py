"""The ledger's answer to a request it does not carry out: a status and a `Problem`, never a stack trace."""

from sync.protocol.wire import Ack, Problem


class Rejected(Exception):
    """A request refused with an HTTP status and a code of its own."""

    def __init__(self, status: int, code: str, field: str = "", ack: Ack | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.problem = Problem(code=code, field=field, ack=ack)


def bad_request(code: str, field: str = "") -> Rejected:
    return Rejected(400, code, field)


def unauthorized(code: str, field: str = "") -> Rejected:
    return Rejected(401, code, field)


def forbidden(code: str, field: str = "") -> Rejected:
    return Rejected(403, code, field)


def conflict(code: str, field: str, ack: Ack) -> Rejected:
    """The chain as sent does not continue the chain as received; `ack` is where it does."""
    return Rejected(409, code, field, ack)
