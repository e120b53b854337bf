"""The README's own examples, run as a reader would run them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sync.protocol.offers import Offer
from sync.protocol.programmes import Programme
from sync.shopfile import load

README = Path(__file__).parents[2] / "README.md"
COMMAND = (sys.executable, "-c", "from kiosk.cli.main import main; main()")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def indented_objects(text: str, first: str) -> list[str]:
    """Return the indented JSON objects that begin with the field `first`, each on one line; fenced blocks are left out."""
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    starts = [match.end() for match in re.finditer(rf'^ {{4}}(?=\{{"{first}": )', text, re.MULTILINE)]
    return [json.dumps(json.JSONDecoder().raw_decode(text, start)[0]) for start in starts]


@pytest.fixture
def shop_file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.json"
    path.write_text(blocks(README.read_text(encoding="utf-8"), "json")[0], encoding="utf-8")
    return path


def test_the_till_answers_what_the_readme_says(shop_file: Path, tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    requests = indented_objects(text, "do")
    assert [json.loads(request)["do"] for request in requests] == ["clock", "scan", "scan", "scan", "tender", "finish"]
    arguments = (*COMMAND, "till", "--shop", str(shop_file), "--manual-clock")
    done = subprocess.run(arguments, input="\n".join(requests), capture_output=True, text=True, timeout=60, cwd=tmp_path, env=os.environ)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [answer["ok"] for answer in answers] == [True] * 6
    said = blocks(text, "text")[0]
    assert figures(said) <= figures(json.dumps(answers[-1]))
    assert not figures(said.replace("2924", "2925")) <= figures(json.dumps(answers[-1]))


def figures(text: str) -> set[tuple[str, str]]:
    """Return every figure, id and date of an answer, whole or shortened, with its name."""
    return set(re.findall(r'"(\w+)": ("[\w-]+"|\d+)', re.sub(r'"(epoch|hash|code)": "[^"]*"', "", text)))


def test_every_offer_and_programme_shown_is_read(shop_file: Path) -> None:
    shown: list[dict[str, Any]] = [json.loads(found) for found in indented_objects(README.read_text(encoding="utf-8"), "id")]
    offers = [msgspec.convert(one, Offer) for one in shown if one["kind"] != "points"]
    programmes = [msgspec.convert(one, Programme) for one in shown if one["kind"] == "points"]
    assert (len(offers), len(programmes)) == (2, 1)
    file = json.loads(shop_file.read_text(encoding="utf-8"))
    file |= {"offers": [one for one in shown if one["kind"] != "points"], "programmes": [one for one in shown if one["kind"] == "points"]}
    assert load(json.dumps(file).encode()).offers == offers
