"""The rules in force, signed: a version that rises with the hash of offers, programmes, taxes and the shop's figures."""

import msgspec
from sqlalchemy import Connection

from sync.ledger.feed import Put, all_bodies, put_records
from sync.ledger.keys import LedgerKeys
from sync.protocol.offers import Offer
from sync.protocol.programmes import Programme
from sync.protocol.records import Bundle, Shop, Tax
from sync.rules.bundles import SCOPE_KEY, signing_bytes
from sync.rules.offers import bundle_hash

SCOPE = "bundle"


def sign_rules(connection: Connection, keys: LedgerKeys, store: str, at: str) -> int:
    """Sign what a store's records give, if they are others than those of the last version; return whether they were."""
    known = bundle_of(connection, store)
    found = rules_hash(connection, store)
    if known is not None and known.hash == found:
        return 0
    version = known.version + 1 if known is not None else 1
    signature = keys.signing.sign(signing_bytes(version, found))
    bundle = Bundle(id=SCOPE_KEY, version=version, hash=found, at=at, signature=signature)
    return put_records(connection, store, [Put(SCOPE, SCOPE_KEY, msgspec.json.encode(bundle))])


def bundle_of(connection: Connection, store: str) -> Bundle | None:
    """Return the version in force, None before the first."""
    body = all_bodies(connection, store, SCOPE).get(SCOPE_KEY)
    return msgspec.json.decode(body, type=Bundle) if body else None


def rules_hash(connection: Connection, store: str) -> str:
    """Return the hash of the rules that a store's records give."""
    offers = [msgspec.json.decode(body, type=Offer) for body in all_bodies(connection, store, "offer").values()]
    programmes = [msgspec.json.decode(body, type=Programme) for body in all_bodies(connection, store, "programme").values()]
    taxes = [msgspec.json.decode(body, type=Tax) for body in all_bodies(connection, store, "tax").values()]
    shop = msgspec.json.decode(all_bodies(connection, store, "shop")["shop"], type=Shop)
    return bundle_hash(offers, programmes, taxes, shop)
