"""The drawings and the type: icons of one weight that take the text's colour, pictograms of one size, fonts with their licence."""

from importlib.resources.abc import Traversable
from xml.etree import ElementTree

import pytest

from sync.base.resources import resource

SVG = "{http://www.w3.org/2000/svg}"


def drawings(*folder: str) -> list[tuple[str, str]]:
    items: list[Traversable] = sorted(resource("icons", *folder).iterdir(), key=lambda item: item.name)
    return [(item.name, item.read_text("utf-8")) for item in items if item.name.endswith(".svg")]


@pytest.mark.parametrize(("name", "text"), drawings())
def test_icons_are_strokes_of_one_weight_in_the_colour_of_the_text(name: str, text: str) -> None:
    root = ElementTree.fromstring(text)  # noqa: S314  # our own packaged file
    assert (root.tag, root.get("viewBox")) == (f"{SVG}svg", "0 0 24 24"), name
    assert (root.get("stroke"), root.get("stroke-width"), root.get("fill")) == ("currentColor", "2", "none")
    assert all(not (set(element.keys()) & {"fill", "stroke", "style"}) for element in root)


@pytest.mark.parametrize(("name", "text"), drawings("goods"))
def test_pictograms_are_flat_and_of_one_size(name: str, text: str) -> None:
    root = ElementTree.fromstring(text)  # noqa: S314  # our own packaged file
    assert (root.tag, root.get("viewBox")) == (f"{SVG}svg", "0 0 64 64"), name
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "path", "circle", "ellipse", "rect"}


def test_enough_of_both() -> None:
    assert len(drawings()) >= 40
    assert len(drawings("goods")) >= 45


def test_fonts_come_with_their_licence() -> None:
    names = {item.name for item in resource("fonts").iterdir()}
    assert {"Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf", "OFL.txt"} <= names
    assert "SIL OPEN FONT LICENSE" in resource("fonts", "OFL.txt").read_text("utf-8")
