"""Judges what people did at a till by the bytes of journal, ledger, card terminal and paper."""

import json
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

from tests.faults.judge import Verdict, facts_of, journal, judge, judge_journal
from tests.faults.people.memory import Memory
from tests.faults.people.money import Money
from tests.faults.world import World

CARD_MEMORY = "card-simulator.json"


def judge_people(world: World, memory: Memory) -> Verdict:
    """Compare journal, ledger, card terminal and paper with each other and with what was answered."""
    verdict = judge(world.profile, world.ledger_folder, world.printer.all_bytes(), memory.acknowledged, in_hand=0)
    facts = facts_of(journal(world.profile / "till.db"))
    money = Money(facts)
    verdict.faults += money.faults
    _judge_numbers(facts, memory, verdict)
    _judge_cards(world.profile / CARD_MEMORY, money, verdict)
    _judge_accounts(world.ledger_folder / "ledger.db", money, verdict)
    return verdict


def faults_of_the_books(profile: Path, memory: Memory) -> list[str]:
    """Return what the journal alone shows while its till is dead: a planted bug that shows here need not be waited for."""
    if not memory.acknowledged:
        return []
    verdict = Verdict()
    rows = judge_journal(profile, memory.acknowledged, verdict, in_hand=1)
    facts = facts_of(rows)
    verdict.faults += Money(facts).faults
    _judge_numbers(facts, memory, verdict)
    return verdict.faults if verdict.ok else [*verdict.faults, f"lost={verdict.lost} duplicated={verdict.duplicated}"]


def _judge_numbers(facts: list[dict[str, Any]], memory: Memory, verdict: Verdict) -> None:
    """No receipt, invoice, copy, practice ticket or Z has another's number."""
    numbers = {
        "Z": [str(fact["z_number"]) for fact in facts if fact["fact"] == "day_closed"],
        "invoice": [fact["number"] for fact in facts if fact["fact"] == "invoice_issued"],
        "practice": [fact["number"] for fact in facts if fact["fact"] == "training_ticket"],
        "copy": [f"{fact['number']}/{fact.get('kind', 'duplicate')}/{fact['copy']}" for fact in facts if fact["fact"] == "copy_printed"],
    }
    for name, found in numbers.items():
        twice = [number for number, count in Counter(found).items() if count > 1]
        verdict.duplicated += len(twice)
        verdict.faults += [f"{name} {number} was given twice" for number in twice]
    verdict.lost += len(set(memory.practised) - set(numbers["practice"]))
    closed = {str(closing["z_number"]) for closing in memory.closings}
    verdict.lost += len(closed - set(numbers["Z"]))


def _judge_cards(path: Path, money: Money, verdict: Verdict) -> None:
    """What the card terminal moved is what sales and cancelled tickets say of cards: no money without a sale, no sale without its money."""
    memory: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else {}
    moved = sum(each.get("moved_minor", 0) for each in memory.values() if each["answer"]["outcome"] == "approved")
    journalled = money.tenders["card"] + money.open_period.tenders["card"]
    if moved != journalled:
        verdict.faults.append(f"the card terminal moved {moved}, the journal says {journalled}")


def _judge_accounts(path: Path, money: Money, verdict: Verdict) -> None:
    """The ledger's accounts of tenders come to what the journal's bytes count; a debt on a gift card stands on its account."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        rows = connection.execute("SELECT account, sum(amount) FROM posting GROUP BY account").fetchall()
    finally:
        connection.close()
    accounts = dict(rows)
    kinds = {kind for kind in money.tenders if kind not in ("gift_card", "store_credit")}
    for kind in sorted(kinds):
        booked = accounts.get(f"tender:{kind}", 0)
        if booked != money.tenders[kind]:
            verdict.faults.append(f"tender:{kind} is {booked} at the ledger, {money.tenders[kind]} in the journal")
    for card, balance in money.cards.items():
        owed = -accounts.get(f"gift_card:{card}", 0)
        if owed != balance:
            verdict.faults.append(f"gift card {card[:8]}: {owed} at the ledger, {balance} in the journal")
    debt, on_cards = -accounts.get("gift_cards", 0), sum(money.cards.values())
    if debt != on_cards:
        verdict.faults.append(f"all gift cards: {debt} owed at the ledger, {on_cards} in the journal")
