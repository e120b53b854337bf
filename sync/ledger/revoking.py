"""Revoking a machine's key: the ledger answers it no more, and no till takes a code that it signed.

What it sent before stands. An unsent disk of it is received once the revocation is lifted (law 4: nothing that holds is lost for good).
"""

import msgspec
from sqlalchemy import Connection, select, update

from sync.ledger.context import Context
from sync.ledger.enrolment import issuer_key, require_register
from sync.ledger.feed import put_records
from sync.ledger.importing import stores
from sync.ledger.tables import terminal
from sync.ledger.terminals import Terminal
from sync.protocol.errors import Refusal
from sync.protocol.ids import series_letters


class Revoked(msgspec.Struct, frozen=True):
    """A machine of a register by the letters that its receipts bear, and whether its key is revoked now."""

    register: str
    machine: str
    terminal: str
    revoked: bool


def revoke(context: Context, register: str, machine: str = "", *, lift: bool = False) -> list[Revoked]:
    """Revoke the machines of a register that were replaced, or the one of these letters; or lift that. Again, it says the same.

    Raises Refusal `unknown_register`, `unknown_machine`, and `nothing_replaced` where the machine at work is the only one.
    """

    def work(connection: Connection) -> list[Revoked]:
        require_register(connection, register)
        found = _meant(connection, register, machine)
        for who in found:
            _mark(connection, who, "" if lift else context.stamp())
        return [Revoked(register, series_letters(who.enrolment), who.id, not lift) for who in found]

    return context.write(work)


def _meant(connection: Connection, register: str, machine: str) -> list[Terminal]:
    query = select(terminal).where(terminal.c.register == register).order_by(terminal.c.enrolment)
    machines = [Terminal.of(row) for row in connection.execute(query)]
    if not machine:
        if len(machines) < 2:
            raise Refusal("nothing_replaced", field="register", register=register)
        return machines[:-1]
    found = [who for who in machines if series_letters(who.enrolment) == machine]
    if not found:
        raise Refusal("unknown_machine", field="machine", register=register, machine=machine)
    return found


def _mark(connection: Connection, who: Terminal, at: str) -> None:
    """Note it with the machine, unless that is so already, and tell every store's tills."""
    if who.revoked != bool(at):
        connection.execute(update(terminal).filter_by(store=who.store, terminal=who.id).values(revoked_at=at))
    for store in stores(connection):
        put_records(connection, store, [issuer_key(who.public_key, who.register, revoked=bool(at))])
