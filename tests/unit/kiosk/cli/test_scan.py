"""`comptoir scan` by its lines and exit status."""

import json
import shutil
from pathlib import Path

import pytest

from kiosk.cli import main

CODES = Path(__file__).parents[3] / "data" / "codes"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command as a shell would, and return its exit status."""
    monkeypatch.setattr("sys.argv", ["comptoir", "scan", *arguments])
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    try:
        main.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_each_image_is_one_line_of_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(CODES / "ean8.png"), str(CODES / "qr-cloth.png")]
    assert run(monkeypatch, *names, "--json") == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"file": names[0], "codes": [{"symbology": "EAN8", "text": "48512343"}]},
        {"file": names[1], "codes": [{"symbology": "QRCode", "text": "http://code.google.com"}]},
    ]


def test_an_image_without_a_code_is_told_and_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, str(CODES / "blurred.png"), str(CODES / "ean8.png"), "--json") == 1
    blank, found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert blank["codes"] == [] and len(found["codes"]) == 1


def test_people_read_plain_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("ean8.png", "blurred.png"):
        shutil.copy(CODES / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "ean8.png", "blurred.png") == 1
    assert capsys.readouterr().out == "ean8.png: EAN8 48512343\nblurred.png: -\n"


@pytest.mark.parametrize("arguments", [[], ["no-such-file.png"], [str(CODES / "README.md")], [str(CODES)], ["--no-such-option"]])
def test_wrong_input_ends_with_two_and_one_line(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *arguments) == 2
    written = capsys.readouterr()
    assert written.out == "" and len(written.err.splitlines()) == 1
