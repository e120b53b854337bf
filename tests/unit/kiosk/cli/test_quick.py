"""The plain forms of a face's command are read without the parser; every other form is left to it."""

from pathlib import Path

import pytest

from kiosk.cli.quick import Asked, plainly_asked


@pytest.mark.parametrize("kind", ["cashier", "selfservice", "manager"])
def test_the_plain_forms_are_read(kind: str) -> None:
    assert plainly_asked([kind]) == (kind, None)
    assert plainly_asked([kind, "--profile", "a b/till"]) == Asked(kind, Path("a b/till"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["till"],
        ["till", "--profile", "x"],
        ["cashier", "--help"],
        ["cashier", "--profile"],
        ["cashier", "--profile", ""],
        ["cashier", "--profile", "--help"],
        ["cashier", "--profile=x"],
        ["cashier", "x"],
        ["cashier", "--profile", "x", "y"],
    ],
)
def test_every_other_form_is_the_parsers(arguments: list[str]) -> None:
    assert plainly_asked(arguments) is None
