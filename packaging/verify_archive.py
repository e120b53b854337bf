#!/usr/bin/env python3
"""Proves one archive of a Comptoir till: `python verify_archive.py ARCHIVE.zip [--key HEX] [--json]`.

Stands alone on purpose: it needs Python 3.10 or newer and the `cryptography` package, and imports nothing of Comptoir, so that whoever
checks a till need not trust its maker's code. Exit status 0: everything holds. 1: the first fault is named. 2: wrong usage.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import sys
import zipfile
import zlib
from collections import Counter
from pathlib import Path

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.stderr.write("verify_archive.py: the package `cryptography` is needed: pip install cryptography\n")
    raise SystemExit(2) from None

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
SIGNED = b"comptoir archive 1\n"
MEMBER_LIMIT_BYTES = 4 * 1024**3
NUMBER = re.compile(r"(.+)-([A-Z]{1,4}[0-9]{0,5})-([0-9]{6,9})")
CONTINUES = ("damaged", "lost", "interrupted", "restored")
"""Why an epoch may begin in the middle of a day: the sums of its first Z then began in an earlier journal."""


class Fault(Exception):
    """What does not hold, and where."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


def verify(path: Path, key: str = "") -> dict[str, object]:
    """Return what was proven of an archive; raises Fault. `key` is the till's public key in hexadecimal, if one knows it."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise Fault(path.name, "is no whole zip file") from error
    with archive:
        manifest = read_manifest(archive, key)
        check_files(archive, manifest)
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(manifest["public_key"]))
        books = Books()
        for part in manifest["journals"]:
            check_journal(archive, manifest, part, public, books)
        check_table(archive, "receipts.csv", ("number", "seq", "gross_minor", "hash"), books.receipts)
        check_table(archive, "closings.csv", ("z_number", "seq", "perpetual_total_minor", "hash"), books.closings)
        check_table(archive, "periods.csv", ("key", "seq", "period_total_minor", "hash"), books.periods)
    return {
        "shop": manifest["shop"],
        "register": manifest["register"],
        "period": manifest["period"],
        "key": manifest["key"],
        "made_at": manifest["made_at"],
        "public_key": manifest["public_key"],
        "head": manifest["journals"][-1]["last_hash"],
        "entries": sum(part["entries"] for part in manifest["journals"]),
        "receipts": len(books.receipts),
        "closings": len(books.closings),
    }


def read_manifest(archive: zipfile.ZipFile, key: str) -> dict:
    """Return the manifest once its signature holds."""
    data = member(archive, MANIFEST)
    try:
        manifest = json.loads(data)
        public_key = manifest["public_key"]
        signature = bytes.fromhex(member(archive, SIGNATURE).decode("ascii"))
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    except (ValueError, KeyError, TypeError) as error:
        raise Fault(MANIFEST, "cannot be read") from error
    if key and public_key != key.lower():
        raise Fault(MANIFEST, f"is signed with another key: {public_key}")
    try:
        public.verify(signature, SIGNED + data)
    except InvalidSignature as error:
        raise Fault(MANIFEST, "does not have the signature of its key") from error
    if manifest.get("format") != "comptoir-archive" or manifest.get("version") != 1:
        raise Fault(MANIFEST, "is of a format that this program does not know")
    if not manifest.get("journals"):
        raise Fault(MANIFEST, "names no journal")
    return manifest


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member's bytes; its checksum is proven by reading it."""
    try:
        if archive.getinfo(name).file_size > MEMBER_LIMIT_BYTES:
            raise Fault(name, "is larger than an archive's file may be")
        return archive.read(name)
    except KeyError as error:
        raise Fault(name, "is missing") from error
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise Fault(name, "is damaged") from error


def check_files(archive: zipfile.ZipFile, manifest: dict) -> None:
    """The zip holds exactly the files of the manifest, each with its size and hash."""
    names = archive.namelist()
    doubled = [name for name, count in Counter(names).items() if count > 1]
    if doubled:
        raise Fault(doubled[0], "is there twice")
    listed = {each["name"]: each for each in manifest["files"]}
    for name in names:
        if name not in listed and name not in (MANIFEST, SIGNATURE):
            raise Fault(name, "was added: the manifest does not name it")
    for name, each in listed.items():
        data = member(archive, name)
        if len(data) != each["bytes"] or hashlib.sha256(data).hexdigest() != each["sha256"]:
            raise Fault(name, "is not the file that the manifest names: its SHA-256 differs")


class Books:
    """What the entries come to, checked as they pass."""

    def __init__(self) -> None:
        self.receipts: list[tuple[str, ...]] = []
        self.closings: list[tuple[str, ...]] = []
        self.periods: list[tuple[str, ...]] = []
        self.zs: dict[int, dict] = {}
        self.sums: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.whole_day = True
        self.perpetual: int | None = None
        self.numbers: dict[str, int] = {}
        self.heads: dict[str, str] = {}

    def see(self, where: str, body: dict, entry: dict) -> None:
        """Add one entry's fact; raises Fault where its figures contradict those before."""
        fact = body["fact"]
        act = getattr(self, "see_" + str(fact.get("fact")), None)
        if act is not None:
            act(where, fact, entry)

    def see_epoch_opened(self, where: str, fact: dict, entry: dict) -> None:
        if entry["seq"] != 1:
            raise Fault(where, "an epoch is opened within another")
        known = self.heads.get(fact.get("previous_epoch", ""))
        if known is not None and known != fact.get("previous_hash", ""):
            raise Fault(where, "the epoch does not follow the one before: its last entries are missing")
        self.perpetual = fact.get("perpetual_minor", 0)
        if fact.get("reason", "enrolled") in CONTINUES:
            self.whole_day = False
        else:
            self.begin_day()

    def begin_day(self) -> None:
        self.sums.clear()
        self.counts.clear()
        self.whole_day = True

    def see_sale(self, where: str, fact: dict, entry: dict) -> None:
        lines = fact["lines"]
        if fact["gross_minor"] != fact["net_minor"] + fact["tax_minor"] or fact["gross_minor"] != sum(
            line["gross_minor"] for line in lines
        ):
            raise Fault(where, "the receipt's total is not the sum of its lines")
        self.number(where, fact["number"], entry["seq"])
        self.receipts.append((fact["number"], str(entry["seq"]), str(fact["gross_minor"]), entry["hash"]))
        self.counts["receipts"] += 1
        for line in lines:
            self.line(line)
        for tender in fact.get("tenders", []):
            self.tender(tender)
        if fact.get("change_minor", 0):
            self.sums["tender cash"] -= fact["change_minor"]

    def number(self, where: str, number: str, seq: int) -> None:
        """Numbers of a series follow each other; a series begins at 1."""
        match = NUMBER.fullmatch(number)
        if match is None:
            raise Fault(where, f"{number} is no receipt number")
        series, counter = f"{match[1]}-{match[2]}", int(match[3])
        last = self.numbers.get(series)
        if last is not None and counter != last + 1:
            raise Fault(where, f"receipt {number} does not follow number {last}")
        self.numbers[series] = counter

    def line(self, line: dict) -> None:
        gross = line["gross_minor"]
        for tax in line.get("taxes", []):
            self.sums["base " + tax["id"]] += tax["base_minor"]
            self.sums["tax " + tax["id"]] += tax["tax_minor"]
        if line.get("kind") == "gift_card":
            return
        amount = line.get("weight_g")
        back = (line.get("quantity", 0) if amount is None else amount) < 0
        self.sums["returns" if back else "sales"] += -gross if back else gross

    def tender(self, tender: dict) -> None:
        self.sums["tender " + tender["kind"]] += -tender["amount_minor"] if tender.get("out") else tender["amount_minor"]

    def see_basket_cancelled(self, where: str, fact: dict, entry: dict) -> None:
        for tender in fact.get("kept_tenders", []):
            self.tender(tender)

    def see_day_closed(self, where: str, fact: dict, entry: dict) -> None:
        if fact["period_total_minor"] != fact["sales_minor"] - fact["returns_minor"]:
            raise Fault(where, f"the total of Z {fact['z_number']} is not its sales less its returns")
        # An epoch that began in the middle of a day was opened with a total that held the day's sales so far.
        added = fact["period_total_minor"] if self.whole_day else self.sums["sales"] - self.sums["returns"]
        if self.perpetual is not None and fact["perpetual_total_minor"] != self.perpetual + added:
            raise Fault(where, f"the perpetual total of Z {fact['z_number']} does not continue the one before")
        if self.whole_day:
            self.compare(where, fact)
        if self.zs and fact["z_number"] != max(self.zs) + 1 and self.whole_day:
            raise Fault(where, f"Z {fact['z_number']} does not follow Z {max(self.zs)}")
        self.perpetual = fact["perpetual_total_minor"]
        self.zs[fact["z_number"]] = fact
        self.closings.append((str(fact["z_number"]), str(entry["seq"]), str(fact["perpetual_total_minor"]), entry["hash"]))
        self.begin_day()

    def compare(self, where: str, fact: dict) -> None:
        """A Z is the sum of what was recorded since the one before."""
        said = Counter({"sales": fact["sales_minor"], "returns": fact["returns_minor"]})
        for tax in fact["taxes"]:
            said["base " + tax["id"]] += tax["base_minor"]
            said["tax " + tax["id"]] += tax["tax_minor"]
        for tender in fact["tenders"]:
            said["tender " + tender["kind"]] += tender["amount_minor"]
        wrong = next((name for name in sorted({*said, *self.sums}) if said[name] != self.sums[name]), None)
        if wrong is None and fact["receipts"] != self.counts["receipts"]:
            wrong = "receipts"
        if wrong is not None:
            raise Fault(where, f"Z {fact['z_number']} is not the sum of its receipts ({wrong})")

    def see_period_closed(self, where: str, fact: dict, entry: dict) -> None:
        inside = [self.zs.get(number) for number in range(fact["first_z"], fact["last_z"] + 1)]
        for name in ("sales_minor", "returns_minor", "receipts", "period_total_minor"):
            if None not in inside and fact[name] != sum(each[name] for each in inside if each):
                raise Fault(where, f"the closing of {fact['key']} is not the sum of its Z reports ({name})")
        last = inside[-1]
        if last is not None and fact["perpetual_total_minor"] != last["perpetual_total_minor"]:
            raise Fault(where, f"the perpetual total of {fact['key']} is not that of its last Z")
        self.periods.append((fact["key"], str(entry["seq"]), str(fact["period_total_minor"]), entry["hash"]))


def check_journal(archive: zipfile.ZipFile, manifest: dict, part: dict, public: Ed25519PublicKey, books: Books) -> None:
    """Chain, signatures and envelopes of one journal, entry by entry, and what they come to."""
    name = part["file"]
    lines = member(archive, name).split(b"\n")
    if lines.pop() != b"":
        raise Fault(name, "ends within a line")
    check_head(name, lines, manifest, part)
    books.begin_day()
    books.perpetual = None
    previous, seq = bytes.fromhex(part["previous_hash"]), part["first_seq"] - 1
    for line in lines[1:]:
        where = f"{name}, entry {seq + 1}"
        entry, body = parsed(where, line)
        if entry["seq"] != seq + 1:
            raise Fault(where, f"is missing or out of order: entry {entry['seq']} stands in its place")
        text = entry["body"].encode()
        digest = hashlib.sha256(previous + text).digest()
        if entry["hash"] != digest.hex():
            raise Fault(where, "was changed: its hash does not follow from the entry before and its text")
        check_signature(where, public, entry["signature"], digest)
        if (body["terminal"], body["epoch"], body["seq"]) != (manifest["terminal"], part["epoch"], entry["seq"]):
            raise Fault(where, "was written for another terminal, epoch or place")
        see(books, where, body, entry)
        previous, seq = digest, entry["seq"]
    if (seq, previous.hex()) != (part["last_seq"], part["last_hash"]):
        raise Fault(name, f"ends with entry {seq}, not with entry {part['last_seq']} and its hash")
    if part["entries"] != part["last_seq"] - part["first_seq"] + 1:
        raise Fault(name, "does not hold as many entries as the manifest says")
    books.heads[part["epoch"]] = part["last_hash"]


def check_head(name: str, lines: list[bytes], manifest: dict, part: dict) -> None:
    try:
        head = json.loads(lines[0]) if lines else {}
    except ValueError:
        head = {}
    if head.get("format") != "comptoir-journal" or head.get("version") != 1:
        raise Fault(name, "is no journal of a form that this program knows")
    if (head.get("epoch"), head.get("terminal"), head.get("public_key")) != (part["epoch"], manifest["terminal"], manifest["public_key"]):
        raise Fault(name, "is the journal of another epoch, terminal or key")
    if part["first_seq"] == 1 and part["previous_hash"] != bytes(32).hex():
        raise Fault(name, "does not begin where an epoch begins")


def parsed(where: str, line: bytes) -> tuple[dict, dict]:
    try:
        entry = json.loads(line)
        body = json.loads(entry["body"])
        shapes = (entry["seq"], entry["hash"], entry["signature"], body["terminal"], body["epoch"], body["seq"], body["fact"]["fact"])
    except (ValueError, KeyError, TypeError) as error:
        raise Fault(where, "cannot be read") from error
    if not isinstance(shapes[0], int) or not all(isinstance(each, str) for each in shapes[1:3]):
        raise Fault(where, "cannot be read")
    return entry, body


def check_signature(where: str, public: Ed25519PublicKey, signature: str, digest: bytes) -> None:
    try:
        public.verify(bytes.fromhex(signature), digest)
    except (InvalidSignature, ValueError) as error:
        raise Fault(where, "is not signed by this till") from error


def see(books: Books, where: str, body: dict, entry: dict) -> None:
    try:
        books.see(where, body, entry)
    except (KeyError, TypeError, AttributeError) as error:
        raise Fault(where, f"lacks a field that its kind needs ({error})") from error


def check_table(archive: zipfile.ZipFile, name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A table says what the journals say, row by row."""
    try:
        told = [tuple(row[column] for column in columns) for row in csv.DictReader(io.StringIO(member(archive, name).decode(), newline=""))]
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise Fault(name, "is no table of the form it should have") from error
    for number, (theirs, ours) in enumerate(zip(told, rows, strict=False), start=2):
        if theirs != ours:
            raise Fault(f"{name}, line {number}", f"says {' '.join(theirs)}; the journal says {' '.join(ours)}")
    if len(told) != len(rows):
        raise Fault(name, f"has {len(told)} rows; the journal has {len(rows)}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Prove one archive of a Comptoir till.")
    parser.add_argument("archive", type=Path)
    parser.add_argument("--key", default="", help="the till's public key in hexadecimal, from the ledger or an earlier archive")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    try:
        found = {"ok": True, **verify(asked.archive, asked.key)}
    except Fault as fault:
        found = {"ok": False, "where": fault.where, "fault": fault.what}
    if asked.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    elif found["ok"]:
        sys.stdout.write("\n".join(f"{name:<11} {value}" for name, value in found.items() if name != "ok") + "\nOK: everything holds\n")
        if not asked.key:
            sys.stdout.write("Compare public_key with what the ledger knows for this till, or give it as --key.\n")
    else:
        sys.stdout.write(f"NOT OK: {found['where']}: {found['fault']}\n")
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
