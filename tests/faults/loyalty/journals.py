"""The journals of all tills, read as bytes: entries in order, sales by receipt number, and what each says of a member."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.faults.judge import journal
from tests.faults.loyalty.shop import TIMEZONE

Fact = dict[str, Any]
Key = tuple[str, str, int]
"""Terminal, epoch and sequence."""

ABOUT_MEMBERS = frozenset({"member_joined", "member_card_issued", "profile_changed", "consent_changed", "recovery_given"})


@dataclass(frozen=True)
class Entry:
    """One entry; `day` is the local day it was made on."""

    register: str
    store: str
    key: Key
    day: str
    fact: Fact
    hash: bytes = b""

    @property
    def lot(self) -> str:
        """The name of the lot that was earned by it."""
        return ".".join(map(str, self.key))

    @property
    def member(self) -> str:
        """The random id of the member it is about, empty for nobody."""
        if self.fact["fact"] in ABOUT_MEMBERS:
            return str(self.fact["member"])
        return str((self.fact.get("member") or {}).get("id", "")) if self.fact["fact"] == "sale" else ""


@dataclass
class Journals:
    """`entries` of all tills, each till's in order."""

    entries: list[Entry] = field(default_factory=list)

    def sales(self) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.fact["fact"] == "sale")

    def by_number(self) -> dict[str, Entry]:
        """Return the sales by receipt number."""
        return {str(entry.fact["number"]): entry for entry in self.sales()}

    def by_key(self) -> dict[Key, Entry]:
        return {entry.key: entry for entry in self.entries}

    def of_members(self) -> dict[str, list[Entry]]:
        """Return what there is about each member."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if entry.member:
                found.setdefault(entry.member, []).append(entry)
        return found


def read_journals(profiles: Iterable[tuple[str, str, Path]]) -> Journals:
    """Read every till's journal; `profiles` are (register, store, folder)."""
    found = Journals()
    for register, store, folder in profiles:
        if not (folder / "till.db").exists():
            continue
        for seq, body, digest, _ in journal(folder / "till.db"):
            said = json.loads(body)
            day = datetime.fromisoformat(said["at"]).astimezone(ZoneInfo(TIMEZONE)).date().isoformat()
            found.entries.append(Entry(register, store, (said["terminal"], said["epoch"], seq), day, said["fact"], digest))
    return found


def lines(sale: Fact, *, back: bool) -> list[Fact]:
    """Return the lines that were sold, or those that gave goods back."""
    return [line for line in sale["lines"] if ("origin" in line and line["origin"] is not None) is back]


def pieces(line: Fact) -> int:
    """Return how many times a line can come back: its pieces, or once for goods by weight."""
    return 1 if line.get("weight_g") is not None else abs(int(line["quantity"]))


def signed(tender: Fact, amount: str) -> int:
    """Return an amount of a tender, negative where it was paid out."""
    return -int(tender.get(amount, 0)) if tender.get("out") else int(tender.get(amount, 0))
