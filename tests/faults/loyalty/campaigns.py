"""Capped campaigns and rewards with a stock: what all journals used of them against caps, leases, and the ledger's own counts."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.faults.loyalty.findings import Findings
from tests.faults.loyalty.journals import Journals
from tests.faults.loyalty.ledgers import Ledger, Row
from tests.faults.loyalty.rights import Kept
from tests.faults.loyalty.shop import TILLS, offers, programmes

MEASURES = {"uses": "times", "pieces": "pieces", "amount_minor": "amount_minor"}
"""What is counted of a campaign, and the name of each figure in a sale's use."""
CAPS = {"uses": "total", "pieces": "total_pieces", "amount_minor": "budget_minor"}


@dataclass
class Used:
    """What one register used of one campaign, net; `most` is the most that it ever was on the way."""

    net: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)

    def add(self, use: dict[str, Any]) -> None:
        for measure, name in MEASURES.items():
            self.net[measure] += int(use.get(name, 1 if name == "times" else 0))
            self.most[measure] = max(self.most[measure], self.net[measure])


Uses = dict[tuple[str, str], Used]
"""By offer and register."""


def uses(journals: Journals) -> Uses:
    """Return what each register used of each limited offer."""
    found: Uses = defaultdict(Used)
    for entry in journals.sales():
        for use in entry.fact.get("uses", []):
            found[use["offer"], entry.register].add(use)
    return found


def capped() -> dict[str, dict[str, int]]:
    """Return the caps of the campaigns that have one."""
    found = {
        offer["id"]: {measure: offer["limits"][cap] for measure, cap in CAPS.items() if cap in offer.get("limits", {})}
        for offer in offers()
    }
    return {offer: caps for offer, caps in found.items() if caps}


def judge_caps(used: Uses, found: Findings) -> None:
    """All tills together used no more than a campaign has."""
    for offer, caps in capped().items():
        for measure, cap in caps.items():
            together = sum(each.net[measure] for (of, _), each in used.items() if of == offer)
            if together > cap:
                found.faults.append(f"campaign {offer}: {together} {measure} of {cap}")
                found.double_spent += 1
    found.counted["capped"] = sum(each.net["uses"] for (offer, _), each in used.items() if offer in capped())


def judge_uses(journals: Journals, used: Uses, ledger: Ledger, found: Findings) -> None:
    """The ledger counts the uses of every machine as its journal does."""
    registers = {entry.key[0]: entry.register for entry in journals.entries}
    said = {(row["offer"], registers.get(row["terminal"], "")): row for row in ledger.rows("SELECT * FROM campaign_use")}
    for offer, register in sorted(said.keys() | used.keys()):
        figures = said.get((offer, register), {})
        kept = {measure: figures.get(measure, 0) for measure in MEASURES}
        counted = {measure: used[offer, register].net[measure] if (offer, register) in used else 0 for measure in MEASURES}
        found.compare(f"uses of {offer} at register {register}", kept, counted)
    found.counted["uses"] = len(used)


def judge_leases(used: Uses, ledger: Ledger, found: Findings) -> None:
    """No register used more than its lease at any time, all leases are no more than the campaign, and each till is told its own."""
    leases = {(row["offer"], row["register"]): row for row in ledger.rows("SELECT * FROM lease")}
    for offer, caps in capped().items():
        for measure, cap in caps.items():
            granted = {register: leases.get((offer, register), {}).get(measure, 0) for register in TILLS}
            if sum(granted.values()) > cap:
                found.faults.append(f"campaign {offer} was leased {sum(granted.values())} {measure} of {cap}")
            for register in TILLS:
                most = used[offer, register].most[measure] if (offer, register) in used else 0
                if most > granted[register]:
                    found.faults.append(f"register {register} used {most} {measure} of campaign {offer}, leased {granted[register]}")
    found.compare("leases that tills are told", _told(ledger.records("lease")), _granted(leases))
    found.counted["leases"] = len(leases)


def _told(records: dict[tuple[str, str], Row]) -> dict[tuple[str, str], dict[str, int]]:
    """Leases by offer and register, as the store of the register tells them; nobody else's are told there."""
    return {
        (each["offer"], each["register"]): _figures(each) for (store, _), each in records.items() if TILLS.get(each["register"]) == store
    }


def _granted(leases: dict[tuple[str, str], Row]) -> dict[tuple[str, str], dict[str, int]]:
    return {key: _figures(row) for key, row in leases.items()}


def _figures(row: Row) -> dict[str, int]:
    return {measure: row.get(measure, 0) for measure in MEASURES}


def judge_stock(journals: Journals, ledger: Ledger, kept: Kept, found: Findings) -> None:
    """Every claim of a reward with a stock is counted and told, and what was claimed beyond it is a case, and never one that was held."""
    claims = {row["reward"]: row["claims"] for row in ledger.rows("SELECT reward, sum(claims) AS claims FROM reward_claim GROUP BY reward")}
    told, cases = ledger.records("reward_stock"), ledger.cases()
    for reward, stock in _stocks().items():
        made = [(entry, each) for entry in journals.sales() for each in entry.fact.get("rewards", []) if each["id"] == reward]
        counted = sum(int(each.get("claims", 1)) for _, each in made)
        found.compare(f"claims of {reward}", claims.get(reward, 0), counted)
        for store in sorted(set(TILLS.values())):
            found.compare(f"stock of {reward} in {store}", told.get((store, reward), {}).get("left"), min(max(stock - counted, 0), stock))
        disputed = any(case["subject"] == reward for case in cases if case["code"] == "reward_overdrawn")
        if counted > stock and not disputed:
            found.faults.append(f"{counted} of {stock} {reward} were claimed, and nobody is told")
        if disputed and sum(max(int(each.get("claims", 1)), 0) for _, each in made) <= stock:
            found.faults.append(f"a case of {reward}, of which there was enough")
        asked = sum(int(each.get("claims", 1)) for entry, each in made if each.get("hold") and kept(each["hold"], entry))
        back = -sum(int(each.get("claims", 1)) for _, each in made if each.get("claims", 1) < 0)
        if asked > stock + back:
            found.faults.append(f"{asked} of {stock} {reward} were claimed although the ledger was asked")
            found.double_spent += 1
        found.counted["claims"] += counted


def _stocks() -> dict[str, int]:
    rewards = (reward for programme in programmes() for reward in programme.get("rewards", []))
    return {reward["id"]: reward["stock"] for reward in rewards if "stock" in reward}
