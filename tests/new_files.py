"""A terminal's databases as a new profile has them: brought to their schemas once, and copied for every till that a test opens."""

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.store.reference import ReferenceStore
from kiosk.store.till.boot import TILL, open_session
from tests.snapshots import Snapshot


@lru_cache
def new_files() -> Snapshot:
    """Make them: their migrations cost more than the sales of most tests."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        open_session(folder / TILL).close()
        ReferenceStore.open(folder).close()
        return Snapshot.of(folder)
