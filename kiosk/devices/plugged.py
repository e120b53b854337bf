"""What is plugged into this machine, as far as its system tells: printers and cameras, by looking only. Nothing is opened or sent."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["usb", "serial", "queue", "camera"]
_QUEUES_TIMEOUT_S = 3.0
_DEVICE_LIMIT = 16
_CAPTURES = 0
"""A camera shows itself as several video devices; the one that captures has this index."""


class Plugged(NamedTuple):
    """A device with the address that a setting takes, and what it calls itself."""

    address: str
    kind: Kind
    name: str


def printers(devices: Path = Path("/dev"), system: Path = Path("/sys")) -> list[Plugged]:
    """Return printers by USB and by serial adapter, and the queues of CUPS."""
    return [*_usb(devices, system), *_serial(devices), *_queues()][:_DEVICE_LIMIT]


def cameras(system: Path = Path("/sys")) -> list[Plugged]:
    """Return the cameras that the system knows."""
    return list(_cameras(system))[:_DEVICE_LIMIT]


def _usb(devices: Path, system: Path) -> Iterator[Plugged]:
    for device in sorted((devices / "usb").glob("lp*")):
        about = system / "class" / "usbmisc" / device.name / "device" / ".."
        name = " ".join(filter(None, (_line(about / "manufacturer"), _line(about / "product"))))
        yield Plugged(f"file:{device}", "usb", name or device.name)


def _serial(devices: Path) -> Iterator[Plugged]:
    for link in sorted((devices / "serial" / "by-id").glob("*")):
        yield Plugged(f"serial:{link}", "serial", link.name)


def _queues() -> Iterator[Plugged]:
    """Ask CUPS for its queues; a system without it has none, and one that does not answer is not waited for."""
    tool = shutil.which("lpstat")
    if tool is None:
        return
    try:
        told = subprocess.run([tool, "-e"], capture_output=True, text=True, timeout=_QUEUES_TIMEOUT_S, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return
    for queue in told.stdout.split():
        yield Plugged(f"cups:{queue}", "queue", queue)


def _cameras(system: Path) -> Iterator[Plugged]:
    for video in sorted((system / "class" / "video4linux").glob("video*")):
        number = video.name.removeprefix("video")
        if number.isdecimal() and _line(video / "index") in ("", str(_CAPTURES)):
            yield Plugged(number, "camera", _line(video / "name") or video.name)


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
