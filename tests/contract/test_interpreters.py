"""Two interpreters of the same bytes, written apart, agree dot for dot: on fifty papers, on python-escpos's own output, on rubbish."""

import ast
import warnings
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import tests.interpreter
from kiosk.devices.printer.driver import EscPosDriver, _escpos, model_of
from kiosk.devices.printer.interpreter import interpret
from sync.base.resources import read_bytes
from sync.rules.receipt import Line
from tests.contract.varied_papers import COUNT, papers
from tests.interpreter import letters
from tests.interpreter.machine import Machine, Printout
from tests.interpreter.reader import read
from tests.property.test_paper_bytes import PIECES

GREY: Image.Image = Image.linear_gradient("L").resize((200, 90))
STYLES: list[dict[str, Any]] = [
    {"align": "center"},
    {"align": "right", "bold": True},
    {"font": "b"},
    {"underline": 1},
    {"double_height": True},
    {"double_width": True, "double_height": True},
    {"custom_size": True, "width": 3, "height": 2},
    {"custom_size": True, "width": 1, "height": 4, "bold": True},
    {"invert": True, "align": "right"},
    {"smooth": True},
    {"flip": True, "align": "left"},
]
LOGO = read_bytes("images", "logo.png")
PAPERS = [(name, model, EscPosDriver(model, LOGO).encode(elements)) for name, model, elements in papers()]


def agree(data: bytes, width: int) -> Printout:
    """Both say the same of the bytes; return what they say."""
    first, second = interpret(data, width), read(data, width)
    assert second.text == first.text
    assert (second.qr, second.barcodes, second.cuts, second.kicks) == (first.qr, first.barcodes, first.cuts, first.kicks)
    assert len(second.unknown) == len(first.unknown)
    assert (second.width, max(1, len(second.rows))) == first.image.size
    assert second.packed() == first.image.tobytes()
    return second


@pytest.mark.parametrize(("name", "model", "data"), PAPERS, ids=[name for name, _, _ in PAPERS])
def test_fifty_papers_dot_for_dot(name: str, model: Any, data: bytes) -> None:
    out = agree(data, model.width_dots)
    assert out.unknown == [] and out.cuts == 1


@pytest.mark.parametrize("page", ["cp437", "cp850", "cp858", "cp1252", "iso8859_15"])
def test_every_code_page_that_may_be_set(page: str) -> None:
    out = agree(EscPosDriver(model_of(codepage=page)).encode([Line("déjà ½ œ € ß à 3 €")]), 576)
    assert out.text[0].startswith("déjà")


def test_the_fifty_are_fifty_and_have_everything() -> None:
    outs = [read(data, model.width_dots) for _, model, data in PAPERS]
    words = "\n".join(row for out in outs for row in out.text)
    assert len({data for _, _, data in PAPERS}) == COUNT
    assert {out.width for out in outs} == {576, 504, 384}
    for expected in (
        "Œufs",
        "DUPLICATA",
        "DUPLICATE",
        "FORMATION",
        "TRAINING",
        "TICKET CADEAU",
        "STORE CREDIT",
        "RAPPORT Z",
        "X REPORT",
        "Sac",
    ):
        assert expected in words, expected
    assert any(out.kicks for out in outs) and any(out.barcodes for out in outs) and sum(len(out.qr) for out in outs) > 20


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize(
    "print_something",
    [
        lambda p: p.text("Hello\nworld, without an end"),
        lambda p: p.textln("é à ü ß € ½ Œ"),
        lambda p: [p.set_with_default(**style) or p.textln("Style") for style in STYLES],
        lambda p: p.block_text("one two three four five six seven eight nine ten " * 5, columns=30),
        lambda p: p.qr("https://example.org/?a=1", native=True, size=5),
        lambda p: p.qr("IMAGE", size=4),
        lambda p: p.image(GREY),
        lambda p: p.image(GREY, center=True),
        lambda p: p.image(GREY, high_density_vertical=False, high_density_horizontal=False),
        *(lambda p, density=density: p.image(GREY, *density, impl="bitImageColumn") for density in product((True, False), repeat=2)),
        *(lambda p, density=density: p.image(GREY, *density, impl="graphics") for density in product((True, False), repeat=2)),
        lambda p: [p.set(align="center"), p.text("a"), p._raw(b"\x1b*\x21\x80\x03" + bytes(range(256)) * 10 + bytes(128)), p.textln("b")],
        lambda p: p.barcode("4006381333931", "EAN13", 64, 3, "BELOW", "A"),
        lambda p: p.barcode("4006381333931", "EAN13", 64, 2, "OFF", "B", function_type="B"),
        lambda p: [p.line_spacing(60), p.textln("wide"), p.line_spacing(), p.textln("normal")],
        lambda p: [p.textln("x"), p.cut(), p.cut("PART"), p.cut(feed=False)],
        lambda p: [p.cashdraw(2), p.cashdraw(5), p.print_and_feed(3), p.ln(2)],
        lambda p: p.control("CR") or p.textln("after"),
    ],
)  # fmt: skip
def test_python_escpos_s_own_output(print_something: Callable[[Any], Any], width: int) -> None:
    agree(of_escpos(print_something, width), width)


def of_escpos(print_something: Callable[[Any], Any], width: int) -> bytes:
    dummy, _ = _escpos()
    printer = dummy(profile="TM-T88V")
    printer.profile.profile_data = printer.profile.profile_data | {"media": {"width": {"pixels": width, "mm": 80}}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a width it cannot know
        print_something(printer)
    return bytes(printer.output)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.sampled_from([b"Caf\x82 ", b"AB\n"])), max_size=25).map(b"".join), st.sampled_from([384, 576]))
def test_they_agree_on_rubbish_too(data: bytes, width: int) -> None:
    first, second = interpret(data, width), read(data, width)
    assert second.text == first.text
    assert second.packed() == first.image.tobytes()


def test_the_second_imports_nothing_of_the_product() -> None:
    files = list(Path(tests.interpreter.__path__[0]).glob("*.py"))
    assert len(files) >= 4
    assert {name for file in files for name in imported(file.read_text(encoding="utf-8"))} & {"kiosk", "sync", "escpos"} == set()
    assert imported("def f():\n    from kiosk.devices import x") == {"kiosk"}


def imported(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("wrong", ["spacing", "alignment", "stretch", "feed"])
def test_a_wrong_twin_is_seen(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The positive control: one dot's difference in any of these, and the fifty disagree."""
    real = Machine._left, Machine._print_row, letters.rows
    if wrong == "spacing":
        monkeypatch.setattr(Machine, "_print_row", lambda self, advance: real[1](self, advance + 1))
    elif wrong == "alignment":
        monkeypatch.setattr(
            Machine, "_left", lambda self, width: (self.out.width - width + 1) // 2 if self.align == 1 else real[0](self, width)
        )
    elif wrong == "stretch":
        monkeypatch.setattr(letters, "rows", lambda letter, style: tuple(row ^ (style.across == 2) for row in real[2](letter, style)))
    else:
        monkeypatch.setattr(Machine, "_blank", lambda self, dots: self.out.rows.extend([0] * max(0, dots - 1)))
    with pytest.raises(AssertionError):
        for _, model, data in PAPERS:
            agree(data, model.width_dots)
