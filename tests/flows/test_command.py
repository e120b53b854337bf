"""A few conversations with the real `comptoir till`: what integrators see on standard output, and nothing else there."""

import json
from pathlib import Path

import pytest

from tests.flows import command
from tests.flows.harness import ANSWERS, encoded
from tests.flows.shops import shop


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.json"
    path.write_bytes(encoded(shop()))
    return path


def test_a_sale_from_a_shop_file(file: Path) -> None:
    answers = command.talk(
        [
            {"do": "clock", "at": "2026-11-22T10:00:00+01:00"},
            {"do": "scan", "code": "5000159484695"},
            {"do": "tender", "kind": "cash", "amount_minor": 5000},
            b"this is no JSON",
            {"do": "finish", "paper": "none", "request": "1"},
            {"do": "finish", "paper": "none", "request": "1"},
            {"do": "x_report"},
        ],
        "--shop",
        file,
        "--manual-clock",
    )
    for answer in answers:
        ANSWERS.validate(answer)
    assert [answer["ok"] for answer in answers] == [True, True, True, False, True, True, True]
    assert answers[4]["basket"]["totals"]["change_minor"] == 2500 and answers[5]["replayed"]
    assert answers[6]["expected_minor"] == 2500


def test_a_throw_away_shop_takes_cards_and_unicode_stays_on_its_line(file: Path) -> None:
    answers = command.talk(
        [
            {"do": "add", "sku": "lamp", "quantity": 1},
            {"do": "tender", "kind": "card"},
            {"do": "finish"},
            {"do": "scan", "code": "é\u2028\n"},
        ],
        "--shop",
        file,
    )
    assert [answer["ok"] for answer in answers] == [True, True, True, False]
    assert answers[2]["basket"]["tenders"] == [{"kind": "card", "amount_minor": 2500}]


def test_the_last_line_needs_no_end_and_each_line_has_an_answer(file: Path) -> None:
    done = command.run_anew("till", "--shop", file, stdin=b'\n  \n{"do":"state"}')
    assert [json.loads(line)["ok"] for line in done.stdout.splitlines()] == [False, False, True]


@pytest.mark.parametrize("arguments", [[], ["--profile", "nowhere"], ["--shop", "nothing.json"], ["--shop", "a", "--profile", "b"]])
def test_a_wrong_start_is_one_calm_line(arguments: list[str]) -> None:
    done = command.run_anew("till", *arguments)
    assert done.returncode == 2 and done.stdout == b""
    assert len(done.stderr.splitlines()) == 1 and b"Traceback" not in done.stderr
