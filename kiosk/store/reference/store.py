"""The terminal's reference.db: pages of the feed applied with their cursor, and the whole file swapped or thrown away at will."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kiosk.store.files import DATABASE_SUFFIXES, move_database
from kiosk.store.reference import schema
from kiosk.store.reference.reads import ReferenceReads
from kiosk.store.reference.writes import Bodies, applying, keeping, keeping_cursor, keys_of
from kiosk.store.session import Session, Statement
from sync.base.files import file_faults
from sync.database.faults import UNREADABLE
from sync.protocol.errors import EnvironmentFault
from sync.protocol.wire import Change, Page

REFERENCE = "reference.db"
BESIDE = "reference.new.db"


class ReferenceStore(ReferenceReads):
    """Catalogue, prices, members, staff and offers as the ledger last told them."""

    @classmethod
    def open(cls, folder: Path) -> "ReferenceStore":
        """Open the profile's reference.db; one that is damaged is thrown away, and empty `cursors` ask for it anew."""
        path = folder / REFERENCE
        try:
            return cls(_session(path))
        except EnvironmentFault as fault:
            if fault.code != "database_damaged":
                raise
        except UNREADABLE:
            pass
        _remove(path)
        return cls(_session(path))

    def apply(self, page: Page) -> None:
        """Apply a page of the feed and its cursor in one transaction. Raises EnvironmentFault; then nothing has changed."""
        self.session.save([*applying(self.session, page.scope, _last_words(page.changes)), keeping_cursor(page.scope, page.cursor)])

    def replace(self, scopes: Mapping[str, Iterable[Change]]) -> None:
        """Replace whole scopes in one transaction, as from a shop file; their cursors start anew."""
        statements: list[Statement] = []
        for scope, changes in scopes.items():
            bodies = dict.fromkeys(keys_of(self.session, scope)) | _last_words(changes)
            statements += [*applying(self.session, scope, bodies), keeping_cursor(scope, 0)]
        self.session.save(statements)

    def keep(self, scope: str, key: str, body: bytes) -> None:
        """Keep a record of a scope that no feed fills."""
        self.keep_all(scope, {key: body})

    def keep_all(self, scope: str, bodies: Bodies) -> None:
        """Keep records of a scope that no feed fills, whatever their bytes, and drop those without a body, in one transaction."""
        self.session.save(keeping(scope, bodies))

    def swap(self, fill: Callable[["ReferenceStore"], None]) -> None:
        """Build a new file beside with `fill` and put it in the place of this one; if `fill` raises, this one stays."""
        path, beside = self.session.path, self.session.path.with_name(BESIDE)
        _remove(beside)
        new = ReferenceStore(_session(beside))
        try:
            fill(new)
            new.session.truncate_log()
        except BaseException:
            new.close()
            _remove(beside)
            raise
        new.close()
        self.close()
        _remove_log(path)
        move_database(beside, path)
        self.session = _session(path)

    def reset(self) -> None:
        """Throw everything away; empty `cursors` ask the ledger for it anew."""
        self.swap(lambda _: None)

    def close(self) -> None:
        """Close the file."""
        self.session.close()


def _session(path: Path) -> Session:
    return Session(path, schema.MIGRATIONS, schema.VERSION)


def _last_words(changes: Iterable[Change]) -> dict[str, bytes | None]:
    return {change.key: change.body for change in changes}


def _remove(path: Path) -> None:
    with file_faults():
        for suffix in DATABASE_SUFFIXES:
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _remove_log(path: Path) -> None:
    """A log left beside a new file would be replayed into it."""
    with file_faults():
        for suffix in DATABASE_SUFFIXES[1:]:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
