"""`comptoir scan`: the codes in pictures, read as the till's camera reads them and in every other way there is."""

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from kiosk.cli.calm import FAILED, say


def scan(
    *images: Path, as_json: Annotated[bool, Parameter(name="--json", negative="", help="One JSON object a line and image.")] = False
) -> None:
    """Decode the codes of images; exit 1 if one of them held none. Example: comptoir scan card.png receipt.jpg --json"""
    from kiosk.devices.camera_decode import decode_image
    from sync.protocol.errors import Refusal

    if not images:
        raise Refusal("usage", field="IMAGE", rule="empty")
    blank = False
    for image in images:
        codes = decode_image(image)
        blank = blank or not codes
        found = [{"symbology": code.symbology, "text": code.text} for code in codes]
        say(_json(image, found) if as_json else _plain(image, found))
    if blank:
        raise SystemExit(FAILED)


def _json(image: Path, found: list[dict[str, str]]) -> str:
    return msgspec.json.encode({"file": str(image), "codes": found}).decode()


def _plain(image: Path, found: list[dict[str, str]]) -> str:
    return "\n".join(f"{image}: {code['symbology']} {code['text']}" for code in found) or f"{image}: -"
