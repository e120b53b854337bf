"""Writes an archive: a zip of journals exactly as they were signed, tables for people, and a signed manifest. `packaging/verify_archive.py`
proves one with nothing of ours; the archive's own README says how it is built."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.base.resources import read_bytes
from sync.database.faults import faults
from sync.database.sqlite import Connection, connect
from sync.journal import line, table
from sync.journal.archive_tables import Tables
from sync.protocol.envelope import GENESIS, Entry

FORMAT = "comptoir-archive"
FORMAT_VERSION = 1
SIGNED = b"comptoir archive 1\n"
"""What stands before the manifest's bytes when they are signed: the signature fits nothing else."""

MANIFEST, SIGNATURE, README = "manifest.json", "manifest.sig", "README.txt"


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive is of; nothing here names a person. `period` is month, year or demand, `key` 2026-11, 2026 or a date."""

    made_at: str
    software: str
    shop: str
    legal: dict[str, str]
    currency: str
    minor_digits: int
    store: str
    register: str
    terminal: str
    period: str
    key: str


class Part(NamedTuple):
    """The entries of one file that belong to the archive; without `last_seq` all that follow `first_seq`."""

    path: Path
    first_seq: int = 1
    last_seq: int | None = None


class JournalPart(msgspec.Struct, frozen=True, kw_only=True):
    """One journal in the archive. `previous_hash` is the anchor: the hash that its first entry follows."""

    file: str
    epoch: str
    series: str
    first_seq: int
    last_seq: int
    entries: int
    previous_hash: str
    last_hash: str


class FilePart(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    bytes: int
    sha256: str


class Manifest(Subject, frozen=True, kw_only=True):
    """What the signature covers: every file by its hash, every journal by its anchors, and the key that signed the entries."""

    format: str
    version: int
    public_key: str
    journals: list[JournalPart]
    files: list[FilePart]


class Written(NamedTuple):
    """An archive on disk. `first_seq` and `last_seq` are those of its last journal: the epoch that goes on."""

    path: Path
    sha256: str
    first_seq: int
    last_seq: int
    entries: int


def write_archive(target: Path, parts: Sequence[Part], subject: Subject, signer: Ed25519PrivateKey) -> Written:
    """Write an archive durably and whole, replacing one of the same name; reads the journals only. Raises EnvironmentFault, OSError."""
    beside = target.with_name(target.name + ".new")
    with beside.open("wb") as handle:
        with ZipFile(handle, "w", ZIP_DEFLATED) as archive:
            manifest = _fill(_Members(archive, subject.made_at), parts, subject, signer)
        handle.flush()
        os.fsync(handle.fileno())
    digest = _sha256(beside)
    beside.replace(target)
    newest = manifest.journals[-1]
    return Written(target, digest, newest.first_seq, newest.last_seq, sum(each.entries for each in manifest.journals))


def _fill(members: "_Members", parts: Sequence[Part], subject: Subject, signer: Ed25519PrivateKey) -> Manifest:
    tables = Tables()
    public_key = signer.public_key().public_bytes_raw().hex()
    journals = [_journal(members, part, public_key, tables) for part in parts]
    for name, text in tables.files():
        members.add(name, [text.encode()])
    members.add(README, [read_bytes("archive", README)])
    manifest = Manifest(
        **msgspec.structs.asdict(subject),
        format=FORMAT,
        version=FORMAT_VERSION,
        public_key=public_key,
        journals=journals,
        files=list(members.written),
    )
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    members.add(MANIFEST, [data])
    members.add(SIGNATURE, [signer.sign(SIGNED + data).hex().encode()])
    return manifest


def _journal(members: "_Members", part: Part, public_key: str, tables: Tables) -> JournalPart:
    """Add one journal as JSON lines in the form of `sync.journal.export`."""
    with faults():
        connection = connect(part.path, read_only=True)
        try:
            owner = table.identity(connection)
            if owner is None:
                raise ValueError("a journal without an owner")
            walked = _Walked(part.first_seq, _anchor(connection, part.first_seq))
            name = f"journal-{owner.series}.jsonl"
            entries = walked.through(_entries(connection, part), tables)
            members.add(name, line.exported(entries, public_key, owner))
        finally:
            connection.close()
    return JournalPart(
        file=name,
        epoch=owner.epoch,
        series=owner.series,
        first_seq=part.first_seq,
        last_seq=walked.seq,
        entries=walked.seq - part.first_seq + 1,
        previous_hash=walked.anchor.hex(),
        last_hash=walked.hash.hex(),
    )


def _anchor(connection: Connection, first_seq: int) -> bytes:
    before = table.entry(connection, first_seq - 1) if first_seq > 1 else None
    return before.hash if before else GENESIS


def _entries(connection: Connection, part: Part) -> Iterator[Entry]:
    for entry in table.walk(connection, part.first_seq - 1):
        if part.last_seq is not None and entry.seq > part.last_seq:
            return
        yield entry


class _Walked:
    """Remembers where a walk through a journal has come to, and shows each entry to the tables on the way."""

    def __init__(self, first_seq: int, anchor: bytes) -> None:
        self.seq = first_seq - 1
        self.anchor = self.hash = anchor

    def through(self, entries: Iterable[Entry], tables: Tables) -> Iterator[Entry]:
        for entry in entries:
            self.seq, self.hash = entry.seq, entry.hash
            tables.see(entry)
            yield entry


class _Members:
    """Adds members to a zip, dated as the archive is, and keeps their hashes for the manifest."""

    def __init__(self, archive: ZipFile, made_at: str) -> None:
        self._archive = archive
        self._date = datetime.fromisoformat(made_at).timetuple()[:6]
        self.written: list[FilePart] = []

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        info = ZipInfo(name, self._date)
        info.compress_type = ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.written.append(FilePart(name=name, bytes=size, sha256=digest.hexdigest()))


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
