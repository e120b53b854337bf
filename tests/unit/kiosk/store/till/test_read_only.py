"""A profile that a person may not write to: a clear fault at the opening, told by the real file system to a person without rights."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.kiosk.store.build import Profile, sell

PROGRAM = """
import os, sys
from pathlib import Path
from kiosk.store.reference import ReferenceStore
from kiosk.store.till.boot import open_session
from sync.protocol.errors import EnvironmentFault
from tests.unit.kiosk.store.build import Profile
profile = Profile(Path(sys.argv[1]))
import sync.database.migrations, alembic.command
if os.getuid() == 0:
    os.setuid(65534)
for opening in (profile.open, lambda: open_session(profile.path), lambda: ReferenceStore.open(profile.folder)):
    try:
        opening()
    except EnvironmentFault as fault:
        print(fault.code)
    else:
        print("opened")
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user may enter; those of pytest are closed to them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.mark.skipif(os.name == "nt", reason="rights are told otherwise there")
def test_a_read_only_profile_is_told(open_folder: Path) -> None:
    profile = Profile(open_folder / "profile").enrol()
    with profile.opened() as store:
        sell(store)
    profile.folder.chmod(0o555)
    for part in profile.folder.iterdir():
        part.chmod(0o444)
    before = profile.path.read_bytes()
    ended = subprocess.run([sys.executable, "-c", PROGRAM, str(profile.folder)], capture_output=True, text=True)
    profile.folder.chmod(0o755)
    codes = ended.stdout.split()
    assert codes[0] == "profile_read_only", ended.stderr
    assert set(codes[1:]) <= {"profile_read_only", "database_not_opened"}, codes
    assert profile.path.read_bytes() == before
