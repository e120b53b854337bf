"""Which rules this till sells by: those its reference data give, once they are whole, and until then the last that were.

The ledger signs each bundle of offers, programmes, taxes and the shop's figures with a version and a hash. Pages of a feed arrive one
by one: records that do not come to the signed hash are half a bundle, and nobody's prices are taken from one.
"""

from typing import NamedTuple

import msgspec

from kiosk.domain.policy import Policy
from kiosk.store.reference import ReferenceStore
from sync.protocol.offers import Offer
from sync.protocol.programmes import Programme
from sync.protocol.records import Bundle, IssuerKey, Shop, Tax
from sync.rules.bundles import is_signed
from sync.rules.offers import bundle_hash

KEPT = "rules_kept"
"""The scope of reference.db, of no feed, under which the last whole rules are kept."""


class InForce(NamedTuple):
    """The rules to sell by, and their version, 0 where nobody numbers them."""

    policy: Policy
    version: int = 0


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    hash: str
    shop: Shop
    taxes: list[Tax]
    offers: list[Offer]
    programmes: list[Programme]


_decoder = msgspec.json.Decoder(_Kept)


def in_force(reference: ReferenceStore, unknown: Shop) -> InForce:
    """Return the rules in force; `unknown` is the shop before the first pull."""
    found = _Kept(
        version=0,
        hash="",
        shop=reference.record("shop", "shop", Shop) or unknown,
        taxes=reference.records("tax", Tax),
        offers=reference.offers(),
        programmes=reference.programmes(),
    )
    found = msgspec.structs.replace(found, hash=bundle_hash(found.offers, found.programmes, found.taxes, found.shop))
    bundle = max(reference.records("bundle", Bundle), key=lambda each: each.version, default=None)
    if bundle is None:
        return _rules(found)
    kept = _kept(reference)
    if bundle.hash == found.hash and _is_ours(reference, bundle):
        found = msgspec.structs.replace(found, version=bundle.version)
        if kept is None or (kept.version, kept.hash) != (found.version, found.hash):
            reference.keep(KEPT, KEPT, msgspec.json.encode(found))
        return _rules(found)
    # A till that never had a whole bundle sells by what it has rather than not at all.
    return _rules(kept or found)


def _kept(reference: ReferenceStore) -> _Kept | None:
    body = reference.kept(KEPT, KEPT)
    return _decoder.decode(body) if body is not None else None


def _is_ours(reference: ReferenceStore, bundle: Bundle) -> bool:
    return any(is_signed(bundle, key.public) for key in reference.records("issuer_key", IssuerKey) if not key.register)


def _rules(found: _Kept) -> InForce:
    taxes = {tax.id: tax for tax in found.taxes}
    return InForce(Policy(found.shop, taxes, tuple(found.offers), tuple(found.programmes), found.hash), found.version)
