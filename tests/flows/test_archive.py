"""An archive of a real till, proven by the stand-alone verifier as a stranger runs it; every kind of tampering is named."""

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.services.profile import read_profile
from tests.flows.harness import Json, Till, make, opened
from tests.flows.shops import shop
from tests.unit.kiosk.store.build import Profile
from tests.unit.test_house import imported, parsed

VERIFIER = Path(__file__).parents[2] / "packaging" / "verify_archive.py"
Members = dict[str, bytes]
JOURNAL = "journal-A.jsonl"


def proven(path: Path, *arguments: str) -> tuple[int, Json]:
    """Run the verifier in a process of its own that knows nothing of the project."""
    command = [sys.executable, "-I", str(VERIFIER), str(path), "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.stderr == "", done.stderr
    found: Json = json.loads(done.stdout)
    return done.returncode, found


def trade(till: Till) -> None:
    """Two days in October: a sale, a return, a discount by offer, paid-out, a cancelled ticket."""
    for date in ("2026-10-05", "2026-10-31"):
        till.ok("clock", at=f"{date}T09:00:00+01:00")
        till.ok("open_day", float_minor=5_000, business_day=date)
        sold = till.sell({"sku": "lamp"}, {"sku": "tea", "quantity": 3}, {"sku": "grapes", "weight_g": 425})
        till.ok("return", receipt=sold["receipt"]["number"], lines=[{"line": 2, "quantity": 1}])
        till.ok("tender", kind="cash")
        till.ok("finish")
        till.ok("add", sku="pear", quantity=1)
        till.ok("cancel_basket")
        till.ok("paid_out", amount_minor=100, reason="stamps")
        till.ok("close_day", counted_minor=0)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of a month, below its profile."""
    profile = tmp_path_factory.mktemp("till")
    make(profile, shop())
    with opened(profile, manual_clock=True) as till:
        till.ok("clock", at="2026-10-01T08:00:00+01:00")
        till.ok("login", staff="max", pin="123456")
        trade(till)
        till.ok("close_period", period="month")
    return profile / "archives" / "comptoir-R1-2026-10.zip"


def key_of(archive: Path) -> Ed25519PrivateKey:
    return read_profile(archive.parents[1])[1].signer()


def members(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, found: Members) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    return path


def resign(found: Members, key: Ed25519PrivateKey, **changed: Any) -> Members:
    """Make the manifest true to the files again and sign it: what somebody can do who holds a key."""
    manifest = {**json.loads(found["manifest.json"]), **changed}
    for each in manifest["files"]:
        data = found[each["name"]]
        each.update(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
    text = json.dumps(manifest).encode()
    signature = key.sign(b"comptoir archive 1\n" + text).hex().encode()
    return {**found, "manifest.json": text, "manifest.sig": signature}


def lines_of(found: Members) -> list[Json]:
    return [json.loads(each) for each in found[JOURNAL].splitlines()]


def with_lines(found: Members, lines: list[Json]) -> Members:
    return {**found, JOURNAL: b"".join(msgspec.json.encode(each) + b"\n" for each in lines)}


def seal_anew(found: Members, key: Ed25519PrivateKey, change: Callable[[Json], None]) -> Members:
    """Rewrite the whole chain with a changed history: what only the till's own key can do."""
    head, *entries = lines_of(found)
    previous = bytes(32)
    for entry in entries:
        body = json.loads(entry["body"])
        change(body)
        entry["body"] = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256(previous + entry["body"].encode()).digest()
        entry["hash"], entry["signature"] = previous.hex(), key.sign(previous).hex()
    journals = json.loads(found["manifest.json"])["journals"]
    journals[0]["last_hash"] = previous.hex()
    return resign(with_lines(found, [head, *entries]), key, journals=journals)


def fact_changer(kind: str, **fields: Any) -> Callable[[Json], None]:
    def change(body: Json) -> None:
        if body["fact"]["fact"] == kind:
            body["fact"].update({name: made(body["fact"][name]) for name, made in fields.items()})

    return change


def test_a_true_archive_holds(month: Path) -> None:
    status, found = proven(month)
    assert (status, found["ok"]) == (0, True), found
    assert (found["receipts"], found["closings"], found["key"], found["register"]) == (4, 2, "2026-10", "R1")
    assert proven(month, "--key", found["public_key"])[0] == 0


def test_the_verifier_stands_alone() -> None:
    assert imported(parsed(VERIFIER)) <= {*sys.stdlib_module_names, "cryptography"}


def test_an_archive_can_be_opened_by_people(month: Path) -> None:
    found = members(month)
    assert b"ARCHIVE DE COMPTOIR" in found["README.txt"]
    assert found["receipts.csv"].splitlines()[1].startswith(b"R1-A-000001,")
    assert b"month,2026-10," in found["periods.csv"]
    assert json.loads(found["manifest.json"])["legal"] == {"cash_limit_minor": "100000"}
    assert all(name.encode() not in b"".join(found.values()) for name in ("Petit", "Morel", "stamps"))


def byte(found: Members, key: Ed25519PrivateKey) -> Members:
    return {**found, JOURNAL: found[JOURNAL].replace(b"lamp", b"lamb", 1)}


def total(found: Members, key: Ed25519PrivateKey) -> Members:
    return {**found, "receipts.csv": found["receipts.csv"].replace(b"R1-A-000001", b"R1-A-000009", 1)}


def missing(found: Members, key: Ed25519PrivateKey) -> Members:
    lines = lines_of(found)
    return resign(with_lines(found, lines[:4] + lines[5:]), key)


def swapped(found: Members, key: Ed25519PrivateKey) -> Members:
    lines = lines_of(found)
    lines[4], lines[5] = lines[5], lines[4]
    return resign(with_lines(found, lines), key)


def truncated(found: Members, key: Ed25519PrivateKey) -> Members:
    return resign(with_lines(found, lines_of(found)[:-3]), key)


def truncated_and_told(found: Members, key: Ed25519PrivateKey) -> Members:
    """The tail cut off with its anchors set right: the tables still tell of it."""
    lines = lines_of(found)[:-3]
    journals = json.loads(found["manifest.json"])["journals"]
    journals[0].update(last_seq=lines[-1]["seq"], last_hash=lines[-1]["hash"], entries=len(lines) - 1)
    return resign(with_lines(found, lines), key, journals=journals)


def cut_line(found: Members, key: Ed25519PrivateKey) -> Members:
    return resign({**found, JOURNAL: found[JOURNAL][:-20]}, key)


def stranger(found: Members, key: Ed25519PrivateKey) -> Members:
    """Somebody else signs the manifest and names their key."""
    other = Ed25519PrivateKey.generate()
    return resign(found, other, public_key=other.public_key().public_bytes_raw().hex())


def unsigned(found: Members, key: Ed25519PrivateKey) -> Members:
    return {**found, "manifest.sig": b"00" * 64}


def manifest_changed(found: Members, key: Ed25519PrivateKey) -> Members:
    return {**found, "manifest.json": found["manifest.json"].replace(b"2026-10", b"2026-09", 1)}


def member_missing(found: Members, key: Ed25519PrivateKey) -> Members:
    return {name: data for name, data in found.items() if name != "closings.csv"}


def member_added(found: Members, key: Ed25519PrivateKey) -> Members:
    return {**found, "note.txt": b"all is well"}


def table_changed(found: Members, key: Ed25519PrivateKey) -> Members:
    return resign({**found, "receipts.csv": found["receipts.csv"].replace(b"R1-A-000001", b"R1-A-000009", 1)}, key)


def table_short(found: Members, key: Ed25519PrivateKey) -> Members:
    return resign({**found, "closings.csv": b"\r\n".join(found["closings.csv"].splitlines()[:2]) + b"\r\n"}, key)


def entry_signature(found: Members, key: Ed25519PrivateKey) -> Members:
    lines = lines_of(found)
    lines[3]["signature"] = "00" * 64
    return resign(with_lines(found, lines), key)


def entry_of_another(found: Members, key: Ed25519PrivateKey) -> Members:
    return seal_anew(found, key, lambda body: body.update(terminal="t" * 32))


def z_changed(found: Members, key: Ed25519PrivateKey) -> Members:
    return seal_anew(found, key, fact_changer("day_closed", receipts=lambda count: count - 1))


def perpetual_changed(found: Members, key: Ed25519PrivateKey) -> Members:
    return seal_anew(found, key, fact_changer("day_closed", perpetual_total_minor=lambda minor: minor - 100))


def month_changed(found: Members, key: Ed25519PrivateKey) -> Members:
    return seal_anew(found, key, fact_changer("period_closed", sales_minor=lambda minor: minor - 100))


def number_skipped(found: Members, key: Ed25519PrivateKey) -> Members:
    return seal_anew(found, key, fact_changer("sale", number=lambda number: number.replace("000002", "000005")))


def receipt_changed(found: Members, key: Ed25519PrivateKey) -> Members:
    return seal_anew(found, key, fact_changer("sale", gross_minor=lambda minor: minor - 100))


TAMPERED = {
    byte: (JOURNAL, "SHA-256"),
    total: ("receipts.csv", "SHA-256"),
    missing: ("entry 4", "missing or out of order"),
    swapped: ("entry 4", "missing or out of order"),
    truncated: (JOURNAL, "ends with entry"),
    truncated_and_told: ("csv", "the journal"),
    cut_line: (JOURNAL, "ends within a line"),
    stranger: (JOURNAL, "another epoch, terminal or key"),
    unsigned: ("manifest.json", "signature"),
    manifest_changed: ("manifest.json", "signature"),
    member_missing: ("closings.csv", "is missing"),
    member_added: ("note.txt", "was added"),
    table_changed: ("receipts.csv, line 2", "the journal says"),
    table_short: ("closings.csv", "rows"),
    entry_signature: ("entry 3", "not signed by this till"),
    entry_of_another: ("entry 1", "another terminal"),
    z_changed: ("entry", "not the sum of its receipts"),
    perpetual_changed: ("entry", "perpetual total"),
    month_changed: ("entry", "not the sum of its Z reports"),
    number_skipped: ("entry", "does not follow number 1"),
    receipt_changed: ("entry", "not the sum of its lines"),
}


@pytest.mark.parametrize(("tamper", "named"), TAMPERED.items(), ids=[each.__name__ for each in TAMPERED])
def test_tampering_is_named(month: Path, tmp_path: Path, tamper: Callable[..., Members], named: tuple[str, str]) -> None:
    changed = pack(tmp_path / "changed.zip", tamper(members(month), key_of(month)))
    status, found = proven(changed)
    assert (status, found["ok"]) == (1, False)
    assert named[0] in found["where"] and named[1] in found["fault"], found


def test_a_packed_anew_archive_still_holds(month: Path, tmp_path: Path) -> None:
    """The ways of tampering change only what they say they change."""
    assert proven(pack(tmp_path / "same.zip", members(month)))[0] == 0
    assert proven(pack(tmp_path / "signed.zip", resign(members(month), key_of(month))))[0] == 0
    assert proven(pack(tmp_path / "sealed.zip", seal_anew(members(month), key_of(month), lambda body: None)))[0] == 0


def test_another_key_than_the_one_known_is_named(month: Path) -> None:
    status, found = proven(month, "--key", "ab" * 32)
    assert status == 1 and "another key" in found["fault"]


@pytest.mark.parametrize("size", [0, 10, 2_000])
def test_half_a_file_is_named(month: Path, tmp_path: Path, size: int) -> None:
    half = tmp_path / "half.zip"
    half.write_bytes(month.read_bytes()[:size])
    status, found = proven(half)
    assert status == 1 and found["where"] == "half.zip"


def test_a_flipped_byte_anywhere_is_seen(month: Path, tmp_path: Path) -> None:
    """Bytes all over the compressed journal; those of the zip's own bookkeeping may change without changing what is read."""
    data = month.read_bytes()
    with zipfile.ZipFile(month) as archive:
        bounds = [(each.header_offset + 30 + len(each.filename), each.compress_size, each.filename) for each in archive.infolist()]
    start, size, _ = next(each for each in bounds if each[2] == JOURNAL)
    for offset in range(start + 40, start + size, max(1, size // 8)):
        flipped = tmp_path / "flipped.zip"
        flipped.write_bytes(data[:offset] + bytes([data[offset] ^ 1]) + data[offset + 1 :])
        assert proven(flipped)[0] == 1, offset


def test_a_month_that_spans_a_damaged_file_holds_as_far_as_it_could_be_proven(tmp_path: Path) -> None:
    """The Z of the damaged file still counts, and what stands before the damage is in the archive as its own journal."""
    make(tmp_path, shop())
    with opened(tmp_path, manual_clock=True) as till:
        till.ok("clock", at="2026-10-05T09:00:00+01:00")
        till.ok("login", staff="max", pin="123456")
        trade(till)
        till.ok("open_day", float_minor=0, business_day="2026-10-31")
        till.sell({"sku": "lamp"})
        last = till.ok("state")["seq"]
    with Profile(tmp_path).tampering() as connection:
        connection.execute("UPDATE journal SET signature = zeroblob(64) WHERE seq = ?", (last,))
    with opened(tmp_path, manual_clock=True) as till:
        till.ok("login", staff="max", pin="123456")
        till.sell({"sku": "lamp"})
        till.ok("close_day", counted_minor=0)
        closed = till.ok("close_period", period="month")
    assert (closed["first_z"], closed["last_z"], closed["receipts"]) == (1, 3, 6)
    status, found = proven(Path(closed["archive"]["folder"]) / closed["archive"]["file"])
    assert status == 0, found
    assert (found["closings"], found["receipts"]) == (3, 5)
