"""What is costly to make is made once and copied: a folder's files, kept in memory, put down again as often as a test asks."""

from pathlib import Path
from typing import NamedTuple


class _File(NamedTuple):
    name: str
    mode: int
    content: bytes


class Snapshot(NamedTuple):
    """A folder's files with their modes: keys stay their owner's alone."""

    files: tuple[_File, ...]

    @classmethod
    def of(cls, folder: Path) -> "Snapshot":
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        return cls(tuple(_File(str(path.relative_to(folder)), path.stat().st_mode, path.read_bytes()) for path in found))

    def restore(self, folder: Path) -> None:
        """Put the files into `folder`, which is made if need be and its owner's alone, as a product's command makes it."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for file in self.files:
            path = folder / file.name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(file.content)
            path.chmod(file.mode)
