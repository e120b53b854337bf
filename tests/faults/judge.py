"""Judges a run by bytes alone: till.db, the ledger's SQLite file and the paper. Its SQL and hashing are its own."""

import base64
import hashlib
import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Row = tuple[int, bytes, bytes, bytes]


@dataclass
class Verdict:
    """What was found; `faults` holds a sentence for every law that does not hold."""

    lost: int = 0
    duplicated: int = 0
    sales: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not (self.lost or self.duplicated or self.faults)


def judge(profile: Path, ledger: Path, paper: bytes, acknowledged: dict[str, int], *, in_hand: int = 1) -> Verdict:
    """Compare journal, ledger and paper with what was answered `ok`."""
    verdict = Verdict()
    rows = judge_journal(profile, acknowledged, verdict, in_hand=in_hand)
    _judge_ledger(rows, ledger / "ledger.db", verdict)
    _judge_paper(sales_of(rows), paper, verdict)
    return verdict


def judge_journal(profile: Path, acknowledged: dict[str, int], verdict: Verdict, *, in_hand: int) -> list[Row]:
    """Judge the journal alone, and return it; `in_hand`: so many sales may have happened whose answer was not heard."""
    rows = journal(profile / "till.db")
    _judge_chain(rows, profile / "keys.json", verdict)
    sales = sales_of(rows)
    verdict.sales = len(sales)
    _judge_sales(sales, acknowledged, verdict, in_hand)
    return rows


def journal_holds(profile: Path, acknowledged: dict[str, int]) -> bool:
    """Tell whether a journal holds while its till is dead: a planted bug that shows here need not be waited for."""
    path = profile / "till.db"
    verdict = Verdict()
    if path.exists():
        judge_journal(profile, acknowledged, verdict, in_hand=1)
    return verdict.ok


def journal(path: Path) -> list[Row]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT seq, body, hash, signature FROM journal ORDER BY seq").fetchall()
    finally:
        connection.close()


def _judge_chain(rows: list[Row], keys: Path, verdict: Verdict) -> None:
    seed = base64.b64decode(json.loads(keys.read_text(encoding="utf-8"))["signing_seed"])
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    previous = bytes(32)
    for place, (seq, body, digest, signature) in enumerate(rows, start=1):
        if seq != place:
            verdict.faults.append(f"entry {place} is numbered {seq}")
        if hashlib.sha256(previous + body).digest() != digest:
            verdict.faults.append(f"entry {seq} does not follow")
        try:
            public.verify(signature, digest)
        except InvalidSignature:
            verdict.faults.append(f"entry {seq} is not signed")
        previous = digest


def sales_of(rows: list[Row]) -> list[dict[str, Any]]:
    return [fact for fact in facts_of(rows) if fact["fact"] == "sale"]


def facts_of(rows: list[Row]) -> list[dict[str, Any]]:
    return [json.loads(body)["fact"] for _, body, _, _ in rows]


def _judge_sales(sales: list[dict[str, Any]], acknowledged: dict[str, int], verdict: Verdict, in_hand: int) -> None:
    """Every acknowledged sale is there once with its amount; numbers are gapless and unique; coupons are used at most once."""
    numbers = Counter(sale["number"] for sale in sales)
    amounts = {sale["number"]: sale["gross_minor"] for sale in sales}
    verdict.lost += sum(amounts.get(number) != gross for number, gross in acknowledged.items())
    verdict.duplicated += sum(count - 1 for count in numbers.values())
    baskets = Counter(sale["basket"] for sale in sales)
    verdict.duplicated += sum(count - 1 for count in baskets.values())
    counters = sorted(int(number.rpartition("-")[2]) for number in numbers)
    if counters != list(range(1, len(counters) + 1)):
        verdict.faults.append("receipt numbers have gaps")
    if not 0 <= len(numbers) - len(acknowledged) <= in_hand:
        verdict.faults.append(f"{len(numbers)} sales, {len(acknowledged)} acknowledged")
    redeemed = Counter(coupon["id"] for sale in sales for coupon in sale.get("redeemed", []))
    # One that all goods came back of is good again.
    redeemed.subtract(coupon["id"] for sale in sales for coupon in sale.get("restored", []))
    if any(count > 1 for count in redeemed.values()):
        verdict.faults.append("a coupon was used twice")


def _judge_ledger(rows: list[Row], path: Path, verdict: Verdict) -> None:
    """The ledger holds every entry exactly once under the same hash, and its postings sum to zero."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        held = connection.execute("SELECT seq, hash FROM entry ORDER BY seq").fetchall()
        sums = connection.execute("SELECT unit, sum(amount) FROM posting GROUP BY store, terminal, epoch, seq, unit").fetchall()
        posted = connection.execute("SELECT count(DISTINCT seq) FROM posting WHERE account = 'sales'").fetchone()[0]
    finally:
        connection.close()
    have = Counter((seq, bytes(digest)) for seq, digest in held)
    verdict.lost += sum((seq, digest) not in have for seq, _, digest, _ in rows)
    verdict.duplicated += sum(count - 1 for count in have.values())
    if len(have) > len(rows):
        verdict.faults.append("the ledger holds entries that the till does not")
    verdict.faults += [f"postings of {unit} sum to {total}" for unit, total in sums if total]
    selling = sum(map(_sells, sales_of(rows)))
    if posted != selling:
        verdict.faults.append(f"{posted} of {selling} sales are posted")


def _sells(sale: dict[str, Any]) -> bool:
    """Tell whether a ticket has revenue: one that only takes back, or sells gift cards, has none."""
    goods = [line for line in sale["lines"] if line.get("kind") != "gift_card" and _pieces(line) > 0]
    revenue: int = sum(line["net_minor"] + line.get("discount_minor", 0) for line in goods)
    return revenue != 0


def _pieces(line: dict[str, Any]) -> int:
    return int(line["quantity"] if line.get("weight_g") is None else line["weight_g"])


def _judge_paper(sales: list[dict[str, Any]], paper: bytes, verdict: Verdict) -> None:
    """Every sale that wanted paper has been printed."""
    missing = [sale["number"] for sale in sales if sale.get("paper", "paper") == "paper" and sale["number"].encode() not in paper]
    if missing:
        verdict.faults.append(f"{len(missing)} receipts were never printed, the first is {missing[0]}")
