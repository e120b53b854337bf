"""The ledger's SQLite file, read as rows: postings, accounts of members, records, coupons, leases, holds, cases."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from tests.faults.loyalty.journals import Entry, Key

Row = dict[str, Any]


class Ledger:
    """One open file; nothing of the program that wrote it is used."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self._connection.row_factory = sqlite3.Row

    def close(self) -> None:
        self._connection.close()

    def rows(self, sql: str, *values: Any) -> list[Row]:
        return [dict(row) for row in self._connection.execute(sql, values)]

    def sums(self) -> Counter[tuple[str, str, str]]:
        """Return what stands on each (store, account, unit)."""
        query = "SELECT store, account, unit, sum(amount) AS amount FROM posting GROUP BY store, account, unit"
        return Counter({(row["store"], row["account"], row["unit"]): row["amount"] for row in self.rows(query)})

    def cards_begun(self) -> Counter[str]:
        """Return what each gift card of the shop file began with, by its id."""
        rows = self.rows("SELECT account, -amount AS minor FROM posting WHERE terminal = '' AND account LIKE 'gift_card:%'")
        return Counter({row["account"].partition(":")[2]: row["minor"] for row in rows})

    def unbalanced(self) -> list[Row]:
        totals = "SELECT terminal, seq, unit, sum(amount) AS total FROM posting GROUP BY store, terminal, epoch, seq, unit"
        return [row for row in self.rows(totals) if row["total"]]

    def waiting(self) -> dict[str, int]:
        """Return how many effects have not come to their store yet, by outbox."""
        crossing, cards, parcels = (
            self.rows(query) for query in ("SELECT 1 FROM crossing", "SELECT 1 FROM card_crossing", "SELECT 1 FROM parcel")
        )
        return {"crossing": len(crossing), "card_crossing": len(cards), "parcel": len(parcels)}

    def homes(self) -> dict[str, set[str]]:
        """Return which stores are named as each member's home."""
        found: dict[str, set[str]] = {}
        for row in self.rows("SELECT member, home FROM member_home"):
            found.setdefault(row["member"], set()).add(row["home"])
        return found

    def activity(self, member: str) -> list[tuple[Key, Row]]:
        """Return what the member's home heard, in the order of arrival: (entry, body)."""
        query = "SELECT terminal, epoch, seq, body FROM member_activity WHERE member = ? ORDER BY place"
        return [((row["terminal"], row["epoch"], row["seq"]), msgspec.msgpack.decode(row["body"])) for row in self.rows(query, member)]

    def accounts(self, member: str) -> dict[str, Row]:
        """Return the lots as the home keeps them, by programme."""
        rows = self.rows("SELECT programme, body FROM member_account WHERE member = ?", member)
        return {row["programme"]: msgspec.msgpack.decode(row["body"]) for row in rows}

    def records(self, scope: str) -> dict[tuple[str, str], Row]:
        """Return the records of a scope as each store tells its tills, by (store, key)."""
        rows = self.rows("SELECT store, key, body FROM record WHERE scope = ? AND NOT deleted", scope)
        return {(row["store"], row["key"]): json.loads(row["body"]) for row in rows}

    def holds_kept(self) -> Callable[[str, Entry], bool]:
        """Return what tells whether a hold stood until the ledger heard of the entry that used it."""
        until = {row["id"]: row["until"] for row in self.rows("SELECT id, until FROM hold")}
        query = "SELECT terminal, epoch, seq, received_at FROM entry"
        heard = {(row["terminal"], row["epoch"], row["seq"]): row["received_at"] for row in self.rows(query)}
        return lambda hold, entry: heard.get(entry.key, "") <= until.get(hold, "")

    def last_night(self) -> str:
        """Return the last day that a store was brought to."""
        return max((row["day"] for row in self.rows("SELECT day FROM folded")), default="")

    def cases(self) -> list[Row]:
        return self.rows("SELECT * FROM case_ WHERE state = 'open' ORDER BY store, terminal, epoch, seq")
