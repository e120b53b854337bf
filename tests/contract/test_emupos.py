"""A third reader of the fifty papers, where it can be had: emupos, another project's simulated printer, wants Python 3.13.

COMPTOIR_TEST_EMUPOS may name a Python that has it; else the one that runs the tests and a `python3.13` on the path are asked.
"""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from kiosk.devices.printer.interpreter import interpret
from tests.contract.test_interpreters import PAPERS

READER = """
import json, sys
from importlib.resources import files
import yaml
from emupos.config import PrinterProfile
from emupos.printer.escpos.model import PrintModel
from emupos.printer.escpos.tokenizer import Tokenizer
stored = files("emupos").joinpath("profiles", "printers", "epson-tm-t20iii.yaml").read_text(encoding="utf-8")
profile = PrinterProfile.model_validate(yaml.safe_load(stored))
for line in sys.stdin:
    asked = json.loads(line)
    model, tokens = PrintModel("p", profile.model_copy(update={"width_dots": asked["width"]})), Tokenizer()
    events = [event for token in tokens.feed(bytes.fromhex(asked["data"])) for event in model.process(token)]
    unknown = [str(event.data.get("command", event.data)) for event in events]
    print(json.dumps({"text": model.finish("cut").text, "unknown": unknown}))
"""
ELSEWHERE = {"GS V", "ESC p"}
"""Cut and drawer are another part of it, which is not asked here."""


@cache
def python_with_emupos() -> str:
    """A Python that has emupos, empty for none."""
    asked = (os.environ.get("COMPTOIR_TEST_EMUPOS"), sys.executable, shutil.which("python3.13"))
    for python in filter(None, asked):
        if subprocess.run([python, "-c", "import emupos, yaml"], capture_output=True, check=False).returncode == 0:
            return python
    return ""


def read_by_emupos(papers: list[tuple[bytes, int]]) -> list[dict[str, Any]]:
    lines = "".join(json.dumps({"data": data.hex(), "width": width}) + "\n" for data, width in papers)
    done = subprocess.run([python_with_emupos(), "-c", READER], input=lines, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def rows(text: list[str]) -> list[str]:
    """Rows that bear letters; it marks pictures and codes in brackets."""
    return [row.rstrip() for row in text if row.strip() and not row.lstrip().startswith("[")]


def test_emupos_reads_the_fifty_papers_as_we_do() -> None:
    if not python_with_emupos():
        pytest.skip("emupos is not at hand: it needs Python 3.13 (COMPTOIR_TEST_EMUPOS may name one that has it)")
    found = read_by_emupos([(data, model.width_dots) for _, model, data in PAPERS])
    assert len(found) == len(PAPERS)
    for (name, model, data), theirs in zip(PAPERS, found, strict=True):
        ours = interpret(data, model.width_dots)
        assert rows(theirs["text"].splitlines()) == rows(ours.text), name
        assert set(theirs["unknown"]) <= ELSEWHERE, name
        assert all(code in theirs["text"] for code in (*ours.qr, *ours.barcodes)), name


def test_the_comparison_can_fail() -> None:
    """The positive control: a paper that lost an amount is another paper."""
    if not python_with_emupos():
        pytest.skip("emupos is not at hand: it needs Python 3.13 (COMPTOIR_TEST_EMUPOS may name one that has it)")
    _, model, data = PAPERS[0]
    (theirs,) = read_by_emupos([(data.replace(b",", b".", 1), model.width_dots)])
    assert rows(theirs["text"].splitlines()) != rows(interpret(data, model.width_dots).text)
