"""The plain forms of a face's command are read without the parser; every other form is left to it."""

from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.cli.quick import Asked, plainly_asked, require_display


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


@pytest.mark.parametrize("arguments", [["cashier"], ["selfservice", "--profile=x"]])
def test_without_a_display_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """Qt would end the process with a dump."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("sys.argv", ["comptoir", *arguments])
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert ended.value.code == 1
    assert (
        capsys.readouterr().err == "Cette machine n’a pas d’écran. Lancez-y comptoir till, qui s’en passe, ou comptoir demo --tour DIR.\n"
    )


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_display_will_do(name: str) -> None:
    require_display({name: "offscreen"})
