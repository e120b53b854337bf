"""How a machine becomes a terminal: a one-time code typed at it, and the store's secret sealed for it alone."""

import secrets
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update

from sync.ledger import leases
from sync.ledger.context import Context
from sync.ledger.feed import Put, all_bodies, put_records
from sync.ledger.problems import Rejected, bad_request, forbidden
from sync.ledger.succession import Succession, succession
from sync.ledger.tables import enrolment_code, record, terminal
from sync.ledger.terminals import Terminal, find_terminal
from sync.protocol.errors import Refusal
from sync.protocol.ids import new_id
from sync.protocol.records import IssuerKey, Register
from sync.protocol.sealing import SealError, seal_secret
from sync.protocol.tokens import key_id
from sync.protocol.wire import EnrolAnswer, EnrolRequest

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0, 1, I, L, O or U: a code is read aloud and typed by hand."""

CODE_ID_CHARS = 4
CODE_CHARS = 12
CODE_LIFE = timedelta(hours=24)
CODE_ATTEMPTS = 5
"""Eight secret characters and five tries: one chance in a hundred thousand million of guessing a code that is known to exist."""

_SOFTWARE_LIMIT_CHARS = 80
_KEY_BYTES = 32


def create_code(context: Context, register_id: str) -> str:
    """Make the one-time code that enrols a machine as `register_id`; raises Refusal for an unknown register."""

    def work(connection: Connection) -> str:
        store = require_register(connection, register_id)
        text = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_CHARS))
        expires = (context.now() + CODE_LIFE).isoformat(timespec="seconds")
        row = {
            "store": store,
            "id": text[:CODE_ID_CHARS],
            "register": register_id,
            "mac": context.keys.code_mac(text),
            "expires_at": expires,
        }
        connection.execute(enrolment_code.delete().where(enrolment_code.c.store == store, enrolment_code.c.id == row["id"]))
        connection.execute(insert(enrolment_code).values(row))
        return "-".join(text[start : start + 4] for start in range(0, CODE_CHARS, 4))

    return context.write(work)


def enrol(context: Context, request: EnrolRequest) -> EnrolAnswer:
    """Make a terminal of the sender; raises Rejected. The same code with the same keys answers again: an answer may get lost."""
    text = "".join(letter for letter in request.code.upper() if letter not in "- ")
    _check_request(request, text)

    def work(connection: Connection) -> EnrolAnswer | Rejected:
        code = _find_code(connection, context, text)
        if isinstance(code, Rejected):
            return code  # returned, not raised: the counted attempt must be committed
        made = _terminal_for(connection, context, code, request)
        return _answer(context, made, request, succession(connection, made.store, made.register))

    found = context.write(work)
    if isinstance(found, Rejected):
        raise found
    return found


def _check_request(request: EnrolRequest, text: str) -> None:
    if len(text) != CODE_CHARS or not set(text) <= set(CODE_LETTERS):
        raise bad_request("enrol_code", "code")
    for field in ("signing_key", "sealing_key"):
        if len(getattr(request, field)) != _KEY_BYTES:
            raise bad_request("bad_key", field)
    if len(request.software) > _SOFTWARE_LIMIT_CHARS:
        raise bad_request("too_long", "software")
    try:
        seal_secret(b"", request.sealing_key, "")
    except SealError as error:
        raise bad_request("bad_key", "sealing_key") from error


def require_register(connection: Connection, register_id: str) -> str:
    """Return the store of a register; raises Refusal for one that no store has."""
    query = select(record.c.store).where(record.c.scope == "register", record.c.key == register_id, record.c.body.is_not(None))
    store = connection.execute(query).scalar_one_or_none()
    if store is None:
        raise Refusal("unknown_register", field="register", register=register_id)
    return str(store)


def _find_code(connection: Connection, context: Context, text: str) -> Row[tuple[object, ...]] | Rejected:
    """Return the code's row if `text` is right and still of use; a wrong guess at an existing code is counted against it."""
    query = select(enrolment_code).where(enrolment_code.c.id == text[:CODE_ID_CHARS]).with_for_update()
    rows = connection.execute(query).all()
    mac = context.keys.code_mac(text)
    row = next((found for found in rows if found.attempts < CODE_ATTEMPTS and secrets.compare_digest(found.mac, mac)), None)
    if row is None:
        counted = update(enrolment_code).where(enrolment_code.c.id == text[:CODE_ID_CHARS])
        connection.execute(counted.values(attempts=enrolment_code.c.attempts + 1))
        return forbidden("enrol_code", "code")
    if not row.used_by and datetime.fromisoformat(row.expires_at) <= context.now():
        return forbidden("enrol_code", "code")
    return row


def _terminal_for(connection: Connection, context: Context, code: Row[tuple[object, ...]], request: EnrolRequest) -> Terminal:
    if code.used_by:
        known = find_terminal(connection, code.used_by)
        if known is None or known.revoked or known.public_key != request.signing_key:
            raise forbidden("enrol_code", "code")
        return known
    made = _make_terminal(connection, context, code.store, code.register, request)
    where = (enrolment_code.c.store == code.store, enrolment_code.c.id == code.id)
    connection.execute(update(enrolment_code).where(*where).values(used_by=made.id))
    return made


def _make_terminal(connection: Connection, context: Context, store: str, register_id: str, request: EnrolRequest) -> Terminal:
    """Insert the terminal under the register's next enrolment number, so that no receipt series is ever used twice."""
    registers = all_bodies(connection, store, "register")
    if register_id not in registers:
        raise forbidden("unknown_register", "code")
    kind = msgspec.json.decode(registers[register_id], type=Register).kind
    query = select(func.max(terminal.c.enrolment)).where(terminal.c.store == store, terminal.c.register == register_id)
    number = (connection.execute(query).scalar_one_or_none() or 0) + 1
    made = Terminal(store, new_id(), register_id, kind, number, request.signing_key)
    row = {
        "store": store,
        "terminal": made.id,
        "register": register_id,
        "kind": kind,
        "enrolment": number,
        "public_key": request.signing_key,
        "sealing_key": request.sealing_key,
        "enrolled_at": context.stamp(),
        "software": request.software,
    }
    connection.execute(insert(terminal).values(row))
    leases.forget_register(connection, store, register_id)
    for known in _stores(connection):
        # Its receipts come back in every store, without the network too.
        put_records(connection, known, [issuer_key(made.public_key, register_id)])
    return made


def _stores(connection: Connection) -> list[str]:
    return list(connection.execute(select(record.c.store).where(record.c.scope == "shop").order_by(record.c.store)).scalars())


def issuer_key(public: bytes, register_id: str, *, revoked: bool = False) -> Put:
    """Return the feed's record of a key that may, or may no longer, sign tokens; an empty register is the shop itself."""
    found = IssuerKey(id=key_id(public).hex(), public=public, register=register_id, revoked=revoked)
    return Put("issuer_key", found.id, msgspec.json.encode(found))


def _answer(context: Context, made: Terminal, request: EnrolRequest, left: Succession) -> EnrolAnswer:
    return EnrolAnswer(
        terminal=made.id,
        store=made.store,
        register=made.register,
        kind=made.kind,
        enrolment=made.enrolment,
        shop_key=context.keys.public,
        secret=seal_secret(context.keys.store_secret(made.store), request.sealing_key, made.id),
        server_time=context.stamp(),
        z_number=left.z_number,
        perpetual_minor=left.perpetual_minor,
        previous_epoch=left.epoch,
        previous_seq=left.seq,
        previous_hash=left.hash,
        closings=list(left.closings),
    )
