"""The one door to the files of `resources/`."""

from importlib.resources import as_file, files
from importlib.resources.abc import Traversable


def resource(*parts: str) -> Traversable:
    """Return the packaged file or folder at `parts` below `resources/`."""
    return files("resources").joinpath(*parts)


def read_bytes(*parts: str) -> bytes:
    """Return a packaged file's bytes."""
    return resource(*parts).read_bytes()


__all__ = ["as_file", "read_bytes", "resource"]
