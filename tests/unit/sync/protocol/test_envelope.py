"""The journal entry: exact bytes, chain and signature, and facts that refuse impossible sums."""

import hashlib

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.envelope import (
    GENESIS,
    Body,
    Entry,
    chain_hash,
    check,
    decode_body,
    decode_envelope,
    encode_body,
    seal,
)
from sync.protocol.facts import AnyFact, CashMoved, LoggedIn, NoSale, Sale, SoldLine, TaxShare, Tender

KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))


def body(seq: int, fact: AnyFact | None = None) -> Body:
    return Body(terminal="t", epoch="e", seq=seq, at="2026-11-22T10:00:00+01:00", day="2026-11-22", staff="ana", fact=fact or LoggedIn())


def chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    for seq in range(1, length + 1):
        entries.append(seal(body(seq), entries[-1].hash if entries else GENESIS, KEY))
    return entries


def first_bad(entries: list[Entry], key: Ed25519PrivateKey = KEY) -> int | None:
    previous = GENESIS
    for entry in entries:
        if not check(entry, previous, key.public_key()):
            return entry.seq
        previous = entry.hash
    return None


def test_a_chain_holds() -> None:
    entries = chain(5)
    assert first_bad(entries) is None
    assert entries[0].hash == hashlib.sha256(bytes(32) + entries[0].body).digest() == chain_hash(GENESIS, entries[0].body)


def test_a_changed_missing_or_swapped_entry_is_found() -> None:
    entries = chain(5)
    edited = msgspec.structs.replace(entries[2], body=entries[2].body.replace(b"ana", b"bob"))
    assert first_bad([*entries[:2], edited, *entries[3:]]) == 3
    assert first_bad([*entries[:2], *entries[3:]]) == 4
    assert first_bad([*entries[:2], entries[3], entries[2], entries[4]]) == 4


def test_a_rewritten_chain_needs_the_key() -> None:
    forged = seal(body(1, NoSale()), GENESIS, OTHER)
    assert first_bad([forged]) == 1
    assert first_bad([forged], OTHER) is None


def test_the_exact_bytes_are_read_back() -> None:
    said = body(7, CashMoved(kind="drop", amount_minor=500))
    data = encode_body(said)
    assert decode_body(data) == said
    assert b'"fact":{"fact":"cash_moved"' in data, "an archive can be read without us"
    assert b"approver" not in data, "what is empty is not written"


def test_a_fact_of_tomorrow_still_has_an_envelope() -> None:
    data = encode_body(body(7)).replace(b'"logged_in"', b'"teleported"')
    with pytest.raises(msgspec.DecodeError):
        decode_body(data)
    envelope = decode_envelope(data)
    assert (envelope.seq, envelope.staff, bytes(envelope.fact)) == (7, "ana", b'{"fact":"teleported"}')


def line(**change: object) -> SoldLine:
    taxes = [TaxShare(id="T20", base_minor=100, tax_minor=20)]
    fields: dict[str, object] = {"net_minor": 100, "tax_minor": 20, "gross_minor": 120, "taxes": taxes, **change}
    return SoldLine(line=1, sku="A", name="a", department="D", quantity=1, unit_price_minor=120, amount_minor=120, **fields)  # type: ignore[arg-type]  # data


@pytest.mark.parametrize("change", [{"gross_minor": 121}, {"tax_minor": 21, "gross_minor": 121}, {"taxes": []}])
def test_a_line_refuses_sums_that_do_not_hold(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        line(**change)


@pytest.mark.parametrize(
    "change",
    [{"gross_minor": 121}, {"net_minor": 101, "gross_minor": 121}, {"rounding_minor": 1}, {"change_minor": 5}, {"tenders": []}],
)
def test_a_sale_refuses_sums_that_do_not_hold(change: dict[str, object]) -> None:
    sold = line()
    fields: dict[str, object] = {"net_minor": 100, "tax_minor": 20, "gross_minor": 120, "tenders": [Tender(kind="cash", amount_minor=120)]}
    Sale(basket="b", number="R1-A-000001", lines=[sold], taxes=sold.taxes, **fields)  # type: ignore[arg-type]  # data
    with pytest.raises(ValueError, match="must be"):
        Sale(basket="b", number="R1-A-000001", lines=[sold], taxes=sold.taxes, **{**fields, **change})  # type: ignore[arg-type]  # data


def test_a_tender_is_never_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        Tender(kind="cash", amount_minor=-1)
