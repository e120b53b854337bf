"""Which rules this till sells by: those its reference data give, once they are whole, and until then the last that were.

The ledger signs each bundle of offers, programmes, taxes and the shop's figures with a version and a hash. Pages of a feed arrive one
by one: records that do not come to the signed hash are half a bundle, and nobody's prices are taken from one. Whole rules that this
till sold by stay here by their hash, so that what was sold under them can be proven.
"""

import zlib
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
PAST = "rules_past"
"""The scope of reference.db, of no feed, that keeps rules of the past by hash, and under `_ORDER` their hashes, the newest last."""
PAST_LIMIT = 100
"""So many bundles are kept; the one that came into force longest ago goes first."""
PAST_LIMIT_BYTES = 32 * 1024 * 1024
"""Nor do all together take more than this, compressed; what is in force is kept whatever it takes."""


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


def remember(reference: ReferenceStore, policy: Policy) -> None:
    """Keep rules that come into force, for the proof of what will be sold under them."""
    known = _order(reference)
    if known and known[-1].hash == policy.bundle:
        return
    taxes, offers, programmes = list(policy.taxes.values()), list(policy.offers), list(policy.programmes)
    found = _Kept(version=0, hash=policy.bundle, shop=policy.shop, taxes=taxes, offers=offers, programmes=programmes)
    body = zlib.compress(msgspec.json.encode(found))
    order = [*(each for each in known if each.hash != policy.bundle), _Past(policy.bundle, len(body))]
    kept = _within_limits(order)
    dropped: dict[str, bytes | None] = {each.hash: None for each in order if each not in kept}
    reference.keep_all(PAST, {**dropped, policy.bundle: body, _ORDER: msgspec.json.encode(kept)})


def of_past(reference: ReferenceStore, hash: str) -> Policy | None:
    """Return rules that were in force, by their hash; None for those that are not kept here, or that are not what their hash says."""
    body = reference.kept(PAST, hash)
    if body is None or hash == _ORDER:
        return None
    try:
        found = _decoder.decode(zlib.decompress(body))
    except (zlib.error, msgspec.DecodeError):
        return None
    is_whole = bundle_hash(found.offers, found.programmes, found.taxes, found.shop) == hash
    return _rules(found).policy if is_whole else None


class _Past(msgspec.Struct, frozen=True, array_like=True):
    """A bundle that is kept, and the bytes that it takes."""

    hash: str
    size_bytes: int


_ORDER = "order"
_order_decoder = msgspec.json.Decoder(list[_Past])


def _order(reference: ReferenceStore) -> list[_Past]:
    body = reference.kept(PAST, _ORDER)
    return _order_decoder.decode(body) if body is not None else []


def _within_limits(order: list[_Past]) -> list[_Past]:
    """Return the newest as far as the limits go, at least the last."""
    kept = order[-PAST_LIMIT:]
    while len(kept) > 1 and sum(each.size_bytes for each in kept) > PAST_LIMIT_BYTES:
        kept = kept[1:]
    return kept


def _kept(reference: ReferenceStore) -> _Kept | None:
    body = reference.kept(KEPT, KEPT)
    return _decoder.decode(body) if body is not None else None


def _is_ours(reference: ReferenceStore, bundle: Bundle) -> bool:
    return any(is_signed(bundle, key.public) for key in reference.records("issuer_key", IssuerKey) if not key.register)


def _rules(found: _Kept) -> InForce:
    taxes = {tax.id: tax for tax in found.taxes}
    return InForce(Policy(found.shop, taxes, tuple(found.offers), tuple(found.programmes), found.hash), found.version)
