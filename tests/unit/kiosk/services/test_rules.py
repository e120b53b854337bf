"""Rules are switched only when they come to the hash that the shop's key signed; until then the till goes on with those it has."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.bootstrap import UNKNOWN_SHOP
from kiosk.services import rules
from kiosk.services.rules import PAST, in_force, of_past, remember
from kiosk.store.reference import ReferenceStore
from sync.protocol.offers import PercentOffer
from sync.protocol.records import Bundle, IssuerKey
from sync.protocol.wire import Change, Page
from sync.rules.bundles import SCOPE_KEY, signing_bytes
from sync.rules.offers import bundle_hash

KEY = Ed25519PrivateKey.generate()
TEN, TWENTY = PercentOffer(id="sale", percent_bp=1000), PercentOffer(id="sale", percent_bp=2000)


@pytest.fixture
def reference(tmp_path: Path) -> Iterator[ReferenceStore]:
    found = ReferenceStore.open(tmp_path)
    put(found, "issuer_key", "k", msgspec.json.encode(IssuerKey(id="k", public=KEY.public_key().public_bytes_raw())))
    yield found
    found.close()


def encoded(offer: PercentOffer) -> bytes:
    return msgspec.json.encode(offer, order="sorted")


def put(reference: ReferenceStore, scope: str, key: str, body: bytes) -> None:
    reference.apply(Page(scope=scope, cursor=1, more=False, changes=[Change(key=key, body=body)]))


def sign(reference: ReferenceStore, version: int, offer: PercentOffer, key: Ed25519PrivateKey = KEY) -> None:
    found = bundle_hash([offer], [], [], UNKNOWN_SHOP)
    bundle = Bundle(id=SCOPE_KEY, version=version, hash=found, at="2026-11-22", signature=key.sign(signing_bytes(version, found)))
    put(reference, "bundle", SCOPE_KEY, msgspec.json.encode(bundle))


def now(reference: ReferenceStore) -> tuple[int, list[int]]:
    found = in_force(reference, UNKNOWN_SHOP)
    return found.version, [offer.percent_bp for offer in found.policy.offers if isinstance(offer, PercentOffer)]


def test_without_a_bundle_the_records_rule(reference: ReferenceStore) -> None:
    put(reference, "offer", "sale", encoded(TEN))
    assert now(reference) == (0, [1000])


@pytest.mark.parametrize("first", ["offer", "bundle"])
def test_half_a_bundle_changes_nothing(reference: ReferenceStore, first: str) -> None:
    put(reference, "offer", "sale", encoded(TEN))
    sign(reference, 1, TEN)
    assert now(reference) == (1, [1000])
    halves = {"offer": lambda: put(reference, "offer", "sale", encoded(TWENTY)), "bundle": lambda: sign(reference, 2, TWENTY)}
    halves.pop(first)()
    assert now(reference) == (1, [1000])
    halves.popitem()[1]()
    assert now(reference) == (2, [2000])


def test_a_bundle_that_another_key_signed_is_none(reference: ReferenceStore) -> None:
    put(reference, "offer", "sale", encoded(TEN))
    sign(reference, 1, TEN)
    assert now(reference) == (1, [1000])
    put(reference, "offer", "sale", encoded(TWENTY))
    sign(reference, 2, TWENTY, Ed25519PrivateKey.generate())
    assert now(reference) == (1, [1000])


def test_a_till_without_any_whole_bundle_sells_by_what_it_has(reference: ReferenceStore) -> None:
    sign(reference, 1, TWENTY)
    put(reference, "offer", "sale", encoded(TEN))
    assert now(reference) == (0, [1000])


def in_turn(reference: ReferenceStore, *rates_bp: int) -> list[str]:
    """Bring rules into force one after the other; return their hashes."""
    hashes = []
    for rate_bp in rates_bp:
        put(reference, "offer", "sale", encoded(PercentOffer(id="sale", percent_bp=rate_bp)))
        policy = in_force(reference, UNKNOWN_SHOP).policy
        remember(reference, policy)
        hashes.append(policy.bundle)
    return hashes


def held(reference: ReferenceStore, hashes: list[str]) -> list[bool]:
    return [of_past(reference, hash) is not None for hash in hashes]


def test_rules_of_the_past_are_what_they_were(reference: ReferenceStore) -> None:
    first, second = in_turn(reference, 1000, 2000)
    for hash, rate_bp in ((first, 1000), (second, 2000)):
        policy = of_past(reference, hash)
        assert policy is not None
        assert (policy.bundle, policy.offers) == (hash, (PercentOffer(id="sale", percent_bp=rate_bp),))


def test_only_the_newest_are_kept_and_one_that_comes_again_is_new(reference: ReferenceStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "PAST_LIMIT", 2)
    first, second = in_turn(reference, 1000, 2000)
    assert held(reference, [first, second]) == [True, True]
    assert in_turn(reference, 1000, 3000)[0] == first
    assert held(reference, [first, second]) == [True, False]
    monkeypatch.setattr(rules, "PAST_LIMIT_BYTES", 1)
    [last] = in_turn(reference, 4000)
    assert held(reference, [first, last]) == [False, True]


@pytest.mark.parametrize("body", [b"", b"rubbish", b"other"])
def test_rules_that_are_not_what_their_hash_says_prove_nothing(reference: ReferenceStore, body: bytes) -> None:
    first, second = in_turn(reference, 1000, 2000)
    reference.keep_all(PAST, {first: reference.kept(PAST, second) if body == b"other" else body})
    assert of_past(reference, first) is None
    assert of_past(reference, "order") is None
