"""A shop file into the records of every store. What is as it was keeps its revision, so that terminals fetch only what differs."""

import msgspec
from sqlalchemy import Connection, select

from sync.ledger import member_homes, stock
from sync.ledger.bundles import sign_rules
from sync.ledger.card_homes import take_over
from sync.ledger.context import Context
from sync.ledger.enrolment import issuer_key
from sync.ledger.feed import Put, all_bodies, put_records
from sync.ledger.member_import import import_members, lead_with
from sync.ledger.parcel_delivery import take_over as take_members_over
from sync.ledger.people import card_puts, staff_puts
from sync.ledger.tables import ask, record, terminal
from sync.protocol.errors import Refusal
from sync.protocol.records import Shop
from sync.shopfile import ShopFile
from sync.shopfile.scopes import catalogue

_WHOLE_SCOPES = ("store", "register", "tax", "department", "barcode_rule", "programme", "offer", "staff", "product")
"""Scopes of which the file says all: what it no longer names is deleted. Members and cards also come into being at tills."""
STOPPED = "stopped"


def import_shop(context: Context, file: ShopFile) -> dict[str, int]:
    """Bring every store to what the file says and return how many records changed, by store; raises Refusal for what cannot be.

    A balance counts when its member or card is first seen: from then on it is the ledger's.
    """

    def work(connection: Connection) -> dict[str, int]:
        _check_allowed(connection, file)
        lead_with(connection, file.stores[0].id)
        changed = {store.id: _import_store(connection, context, file, store.id, home=store is file.stores[0]) for store in file.stores}
        lead = member_homes.lead_store(connection)
        changed[lead] += stock.tell_all(connection, lead)
        for store, count in import_members(connection, context, file).items():
            changed[store] += count
        for store in changed:
            secret = context.keys.make_store_secret(store)
            changed[store] += sign_rules(connection, context.keys, store, context.stamp())
            changed[store] += take_over(connection, store) + take_members_over(connection, store, secret)
            # What was stopped before a store was opened is stopped there too.
            changed[store] += member_homes.copy_from_lead(connection, store, STOPPED)
        return changed

    return context.write(work)


def sign_all(context: Context) -> None:
    """Sign the rules of every store that has none signed yet: a ledger of an earlier version."""

    def work(connection: Connection) -> None:
        for store in stores(connection):
            sign_rules(connection, context.keys, store, context.stamp())

    context.write(work)


def stores(connection: Connection) -> list[str]:
    """Return the ids of all stores, in order."""
    return list(connection.execute(select(record.c.store).where(record.c.scope == "shop").order_by(record.c.store)).scalars())


def _check_allowed(connection: Connection, file: ShopFile) -> None:
    for store in stores(connection):
        shop = msgspec.json.decode(all_bodies(connection, store, "shop")["shop"], type=Shop)
        if (shop.currency, shop.minor_digits) != (file.shop.currency, file.shop.minor_digits):
            raise Refusal("currency_fixed", field="shop.currency", currency=shop.currency)
        if store not in {found.id for found in file.stores}:
            raise Refusal("store_missing", field="stores", store=store)
    enrolled = {row.register: row for row in connection.execute(select(terminal.c.register, terminal.c.store, terminal.c.kind).distinct())}
    for index, register in enumerate(file.registers):
        known = enrolled.get(register.id)
        if known is not None and (known.store, known.kind) != (register.store, register.kind):
            raise Refusal("register_fixed", field=f"registers[{index}]", register=register.id)


def _import_store(connection: Connection, context: Context, file: ShopFile, store: str, *, home: bool) -> int:
    if connection.execute(select(ask).where(ask.c.store == store)).one_or_none() is None:
        connection.execute(ask.insert().values(store=store, push_now=0))
    puts = [Put(found.scope, found.key, msgspec.json.encode(found.record)) for found in catalogue(file, store)]
    puts += staff_puts(connection, context.keys, store, file.staff)
    puts += _deletions(connection, store, puts)
    puts.append(issuer_key(context.keys.public, ""))
    puts += card_puts(connection, store, file) if home else []
    return put_records(connection, store, puts)


def _deletions(connection: Connection, store: str, wanted: list[Put]) -> list[Put]:
    named = {(put.scope, put.key) for put in wanted}
    return [Put(scope, key, None) for scope in _WHOLE_SCOPES for key in all_bodies(connection, store, scope) if (scope, key) not in named]
