"""A large set of photographs of codes for tests and benchmarks, where it is at hand: an archive with a manifest of what each picture holds.

`COMPTOIR_TEST_CODES` names the archive; without it the one in `shared/cases` beside the repository is taken. It is unpacked once, into
`.cache`.
"""

import csv
import hashlib
import os
import tarfile
from pathlib import Path
from typing import NamedTuple

import cv2

from kiosk.devices.camera_readers import Picture
from kiosk.devices.codes import Code

REPOSITORY = Path(__file__).parents[1]
MISSING = "the photographs of codes are not at hand (COMPTOIR_TEST_CODES names their archive)"
_UPC_A_DIGITS = 12


class Photograph(NamedTuple):
    """A picture and what it holds; `kind` is qr, microqr or retail."""

    path: Path
    name: str
    kind: str
    expected: str

    def grey(self) -> Picture:
        """Load the picture in shades of grey."""
        picture = cv2.imread(str(self.path), cv2.IMREAD_GRAYSCALE)
        if picture is None:
            raise FileNotFoundError(self.path)
        return picture

    def judged(self, codes: list[Code]) -> str:
        """Say read, wrong or missed. A picture that holds two codes is read where the one expected is among them."""
        texts = [same(code.text) for code in codes]
        return "read" if same(self.expected) in texts else "wrong" if texts else "missed"


def archive() -> Path | None:
    """Return the archive, None where there is none."""
    asked = os.environ.get("COMPTOIR_TEST_CODES")
    path = Path(asked) if asked else REPOSITORY.parent / "shared" / "cases" / "codes-dev.tar"
    return path if path.is_file() else None


def photographs() -> list[Photograph]:
    """Return every photograph, unpacked; none where the archive is not at hand."""
    found = archive()
    if found is None:
        return []
    folder = _unpacked(found)
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as manifest:
        return [Photograph(folder / row["path"], row["path"], _kind(row["folder"]), row["expected"]) for row in csv.DictReader(manifest)]


def same(text: str) -> str:
    """Return the form in which texts are compared: ends of lines aside, and UPC-A as the EAN-13 it is."""
    plain = text.replace("\r\n", "\n").strip()
    return f"0{plain}" if plain.isdigit() and len(plain) == _UPC_A_DIGITS else plain


def _kind(folder: str) -> str:
    return "microqr" if "microqr" in folder else "qr" if "qrcode" in folder else "retail"


def _unpacked(found: Path) -> Path:
    """Unpack into a folder of the archive's own sum: another archive is another folder, and an unfinished one is not taken."""
    with found.open("rb") as source:
        folder = REPOSITORY / ".cache" / "codes" / hashlib.file_digest(source, "sha256").hexdigest()[:16]
    if not folder.is_dir():
        beside = folder.with_name(f"{folder.name}.{os.getpid()}")
        with tarfile.open(found) as packed:
            packed.extractall(beside, filter="data")
        try:
            beside.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another test was quicker
                raise
    return folder
