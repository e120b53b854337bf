"""Terminals of the ledger's tests: keys, a chain of entries, and the facts a till would journal."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.envelope import GENESIS, Body, Entry, chain_hash, seal
from sync.protocol.facts import (
    AnyFact,
    DayOpened,
    EpochOpened,
    IssuedCoupon,
    MemberRef,
    PointsMovement,
    RedeemedCoupon,
    Sale,
    SoldLine,
    TaxShare,
    Tender,
)
from sync.protocol.wire import Push, Report

DAY = "2026-11-22"
AT = "2026-11-22T10:00:00+01:00"


class Chain:
    """One epoch of one terminal. It is also the journal and the word that an exchange asks for."""

    def __init__(self, terminal: str, key: Ed25519PrivateKey, epoch: str = "e1") -> None:
        self.terminal = terminal
        self.key = key
        self.epoch = epoch
        self.entered: list[Entry] = []
        self.acknowledged = 0

    @property
    def hash(self) -> bytes:
        return self.entered[-1].hash if self.entered else GENESIS

    def add(self, *facts: AnyFact, day: str = DAY, at: str = AT) -> list[Entry]:
        """Journal facts and return their entries."""
        for fact in facts:
            seq = len(self.entered) + 1
            body = Body(terminal=self.terminal, epoch=self.epoch, seq=seq, at=at, day=day, staff="anna", fact=fact)
            self.entered.append(seal(body, self.hash, self.key))
        return self.entered[-len(facts) :]

    def add_bytes(self, body: bytes) -> Entry:
        """Journal a body that this program may not understand."""
        digest = chain_hash(self.hash, body)
        self.entered.append(Entry(len(self.entered) + 1, body, digest, self.key.sign(digest)))
        return self.entered[-1]

    def report(self) -> Report:
        unsent = len(self.entered) - self.acknowledged
        return Report(epoch=self.epoch, head_seq=len(self.entered), head_hash=self.hash, unsent=unsent, business_day=DAY, staff="anna")

    def message(self, entries: list[Entry] | None = None) -> Push:
        return Push(epoch=self.epoch, report=self.report(), entries=self.entered if entries is None else entries)

    def entries(self, after_seq: int, limit: int) -> list[Entry]:
        return self.entered[after_seq : after_seq + limit]

    def entry(self, seq: int) -> Entry | None:
        return self.entered[seq - 1] if 0 < seq <= len(self.entered) else None

    def acknowledge(self, epoch: str, seq: int, hash: bytes) -> None:
        self.acknowledged = seq


def opened(register: str = "K1", series: str = "A", **changes: Any) -> EpochOpened:
    return EpochOpened(register=register, store="S1", series=series, software="test", **changes)


def day_opened() -> DayOpened:
    return DayOpened(business_day=DAY, float_minor=10_000)


def sale(
    number: int,
    *,
    sku: str = "P1",
    series: str = "K1-A",
    gross: int = 600,
    member: str = "",
    moved: PointsMovement | None = None,
    issued: IssuedCoupon | None = None,
    redeemed: RedeemedCoupon | None = None,
) -> Sale:
    """Return a cash sale of one piece taxed at 20 %."""
    net = gross * 5 // 6
    taxes = [TaxShare(id="T20", base_minor=net, tax_minor=gross - net)]
    line = SoldLine(
        line=1,
        sku=sku,
        name="Miel",
        department="D1",
        quantity=1,
        unit_price_minor=gross,
        amount_minor=gross,
        net_minor=net,
        tax_minor=gross - net,
        gross_minor=gross,
        taxes=taxes,
    )
    return Sale(
        basket=f"b{number}",
        number=f"{series}-{number:06d}",
        lines=[line],
        taxes=taxes,
        net_minor=net,
        tax_minor=gross - net,
        gross_minor=gross,
        tenders=[Tender(kind="cash", amount_minor=gross)],
        member=MemberRef(id=member) if member else None,
        points=[moved] if moved else [],
        issued=[issued] if issued else [],
        redeemed=[redeemed] if redeemed else [],
    )


def earned(points: int) -> PointsMovement:
    return PointsMovement(programme="POINT", earned=points)


def spent(points: int) -> PointsMovement:
    return PointsMovement(programme="POINT", spent=points)
