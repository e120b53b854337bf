"""A SQLite file and its companions, which only mean anything together."""

from pathlib import Path

from sync.base.files import file_faults, sync_folder

DATABASE_SUFFIXES = ("", "-wal", "-shm")


def move_database(path: Path, target: Path) -> None:
    """Rename a database that nobody has open, with its companions."""
    with file_faults():
        for suffix in DATABASE_SUFFIXES:
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.rename(target.with_name(target.name + suffix))
        sync_folder(path.parent)
