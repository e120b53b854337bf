"""What is plugged in, looked up in a copy of the system's folders."""

import os
from pathlib import Path

import pytest

from kiosk.devices import plugged


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without CUPS."""
    monkeypatch.setattr("shutil.which", lambda name: None)


def write(path: Path, text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.usefixtures("bare")
def test_a_usb_printer_is_known_by_what_it_calls_itself(tmp_path: Path) -> None:
    devices, system = tmp_path / "dev", tmp_path / "sys"
    write(devices / "usb" / "lp0")
    write(system / "usb1" / "manufacturer", "EPSON\n")
    write(system / "usb1" / "product", "TM-T20III\n")
    (system / "usb1" / "interface").mkdir()
    (system / "class" / "usbmisc" / "lp0").mkdir(parents=True)
    (system / "class" / "usbmisc" / "lp0" / "device").symlink_to(system / "usb1" / "interface")
    assert plugged.printers(devices, system) == [(f"file:{devices}/usb/lp0", "usb", "EPSON TM-T20III")]


@pytest.mark.usefixtures("bare")
def test_a_printer_that_says_nothing_is_known_by_its_device(tmp_path: Path) -> None:
    write(tmp_path / "usb" / "lp1")
    write(tmp_path / "serial" / "by-id" / "usb-Prolific-if00-port0")
    found = plugged.printers(tmp_path, tmp_path)
    assert [each.name for each in found] == ["lp1", "usb-Prolific-if00-port0"]
    assert [each.kind for each in found] == ["usb", "serial"]


def test_queues_are_asked_of_cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "lpstat"
    tool.write_text("#!/bin/sh\necho ticket\necho kitchen\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert [each.address for each in plugged.printers(tmp_path / "none", tmp_path)] == ["cups:ticket", "cups:kitchen"]


def test_only_the_device_that_captures_is_a_camera(tmp_path: Path) -> None:
    video = tmp_path / "class" / "video4linux"
    write(video / "video0" / "index", "0\n")
    write(video / "video0" / "name", "Integrated Camera: Integrated C\n")
    write(video / "video1" / "index", "1\n")
    write(video / "video1" / "name", "Integrated Camera: Integrated C\n")
    assert plugged.cameras(tmp_path) == [("0", "camera", "Integrated Camera: Integrated C")]
    assert plugged.cameras(tmp_path / "none") == []
