"""Members' cards as pictures: name, number and the signed token as a QR, 1000 x 630 dots as a bank card is wide to high."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import segno
from PIL import Image, ImageDraw, ImageFont

from sync.base.resources import read_bytes

SIZE_PX = (1000, 630)
_GROUND, _INK, _QUIET, _PAPER = "#5B3A8C", "#FFFFFF", "#D9CBEC", "#FFFFFF"
_TIERS = {"gold": "#E7C766", "silver": "#C6CCD2", "bronze": "#C98A43"}
_RINGS = ((560, 0.06), (400, 0.12), (240, 0.18))
_MARGIN_PX = 64
_STRIPE_PX = 16
_NAME_PX = (46, 36, 28)
"""Sizes of the name, the first in which it fits beside the code."""

_LINE_RATIO = 1.26
_QR_BOX_PX = 380
_QR_QUIET_MODULES = 4
_QR_MASK = 3
"""Any mask decodes; segno's search for the prettiest of eight would take most of the time of five hundred cards."""

_NAME_WIDTH_PX = SIZE_PX[0] - 3 * _MARGIN_PX - _QR_BOX_PX


class Holder(NamedTuple):
    """What a card shows of its member."""

    member: str
    name: str
    number: str
    tier: str


class Face(NamedTuple):
    """What all cards of a shop show: its name, and what the card is, in the shop's language."""

    shop: str
    title: str


def write_cards(holders: Iterable[Holder], folder: Path, sign: Callable[[str], str], face: Face) -> Iterator[Path]:
    """Write one PNG a holder into `folder`, named by card number; `sign` turns a member's id into the text of the QR."""
    folder.mkdir(parents=True, exist_ok=True)
    for holder in holders:
        path = folder / f"{holder.number}.png"
        card = draw_card(holder, sign(holder.member), face)
        card.quantize(palette=_palette(holder.tier, face), dither=Image.Dither.NONE).save(path, compress_level=1)
        yield path


def draw_card(holder: Holder, token: str, face: Face) -> Image.Image:
    """Return the card with `token` in its QR, at error correction M for the scratches a purse leaves."""
    card = _ground(holder.tier, face).copy()
    _draw_qr(card, token)
    pen = ImageDraw.Draw(card)
    foot = SIZE_PX[1] - _MARGIN_PX
    lines, size_px = _set_name(pen, holder.name)
    for above, line in enumerate(reversed(lines)):
        height = foot - 62 - above * round(size_px * _LINE_RATIO)
        pen.text((_MARGIN_PX, height), line, font=_font("SemiBold", size_px), fill=_INK, anchor="ls")
    pen.text((_MARGIN_PX, foot), _grouped(holder.number), font=_font("Medium", 30), fill=_QUIET, anchor="ls")
    return card


@cache
def _ground(tier: str, face: Face) -> Image.Image:
    """Paint what the cards of a tier share."""
    metal = _TIERS.get(tier, _TIERS["bronze"])
    card = Image.new("RGB", SIZE_PX, _GROUND)
    pen = ImageDraw.Draw(card)
    for radius, share in _RINGS:
        pen.circle((40, SIZE_PX[1] + 60), radius, fill=_between(_GROUND, metal, share))
    pen.rectangle((0, 0, _STRIPE_PX, SIZE_PX[1]), fill=metal)
    pen.text((_MARGIN_PX, _MARGIN_PX), face.shop, font=_font("Bold", 40), fill=_INK, anchor="lt")
    pen.text((_MARGIN_PX, _MARGIN_PX + 58), face.title, font=_font("Medium", 28), fill=_QUIET, anchor="lt")
    left, top = SIZE_PX[0] - _MARGIN_PX - _QR_BOX_PX, (SIZE_PX[1] - _QR_BOX_PX) // 2
    pen.rounded_rectangle((left, top, left + _QR_BOX_PX, top + _QR_BOX_PX), radius=28, fill=_PAPER)
    return card


@cache
def _palette(tier: str, face: Face) -> Image.Image:
    """Return the few colours of a tier's cards: a card in them is packed four times as fast as one in full colour."""
    card = _ground(tier, face).copy()
    _draw_qr(card, "0")
    return card.quantize(96)


def _draw_qr(card: Image.Image, token: str) -> None:
    matrix = segno.make_qr(token, error="m", mask=_QR_MASK).matrix
    modules = len(matrix)
    side = modules * (_QR_BOX_PX // (modules + 2 * _QR_QUIET_MODULES))
    symbol = Image.frombytes("L", (modules, modules), bytes(module * 255 for row in matrix for module in row)).resize((side, side), 0)
    left = SIZE_PX[0] - _MARGIN_PX - (_QR_BOX_PX + side) // 2
    card.paste("#000000", (left, (SIZE_PX[1] - side) // 2), symbol)


def _set_name(pen: ImageDraw.ImageDraw, name: str) -> tuple[list[str], int]:
    """Return the name in one line, or in two broken after the first name, and the size in which it fits."""
    for size_px in _NAME_PX:
        for lines in ([name], name.split(" ", 1)):
            if all(pen.textlength(line, font=_font("SemiBold", size_px)) <= _NAME_WIDTH_PX for line in lines):
                return lines, size_px
    return name.split(" ", 1), _NAME_PX[-1]


def _grouped(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}"


def _between(ground: str, metal: str, share: float) -> tuple[int, int, int]:
    pairs = zip(_rgb(ground), _rgb(metal), strict=True)
    red, green, blue = (round(low + (high - low) * share) for low, high in pairs)
    return red, green, blue


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


@cache
def _font(weight: str, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(read_bytes("fonts", f"Inter-{weight}.ttf")), size_px)
