"""The ESC/POS driver: elements to bytes. The only room that sees python-escpos, and only when the first paper is made."""

import logging
import shutil
import warnings
from collections.abc import Sequence
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any, NamedTuple

import msgspec

from kiosk.devices.printer import qr_size
from kiosk.devices.printer.charset import PAGES, printable
from sync.rules.receipt.elements import Banner, Columns, Cut, DrawerKick, Ean13, Element, Feed, Line, Logo, Qr, Rule
from sync.rules.receipt.layout import COLUMNS_58_MM, COLUMNS_80_MM, Row, lay_out

DOTS_80_MM = 576
DOTS_58_MM = 384
_CHARACTER_DOTS = 24
_COLUMN_DOTS = 12
_PITCH_DOTS = {1: 30, 2: 58}
_BANNER_EDGE_DOTS = 10
_RULE_DOTS, _RULE_GAP_DOTS = 3, 14
_DASH = b"\xff\xf0"
_QUIET_MODULES = 4
_BARCODE_HEIGHT_DOTS = 80
_CENTRED = Row("", "center")
_CODE_PAGES = {
    "cp437": (0, "CP437"),
    "cp850": (2, "CP850"),
    "cp1252": (16, "CP1252"),
    "cp858": (19, "CP858"),
    "iso8859_15": (40, "ISO_8859-15"),
}
"""Python's name of a page: the printer's number for it, and python-escpos's name."""


class Raster(NamedTuple):
    """Dots as the printer takes them: rows of whole bytes, a set bit is black."""

    width: int
    height: int
    dots: bytes


class PrinterModel(msgspec.Struct, frozen=True, kw_only=True):
    """A printer's paper: printable dots across, characters of font A, whether a drawer hangs on pin 2 or 5, and the pages it may use."""

    columns: int = COLUMNS_80_MM
    width_dots: int = DOTS_80_MM
    drawer_pin: int = 2
    pages: tuple[str, ...] = PAGES


PAPER_80_MM = PrinterModel()
PAPER_58_MM = PrinterModel(columns=COLUMNS_58_MM, width_dots=DOTS_58_MM)


def model_of(paper_mm: int = 80, columns: int = 0, codepage: str = "") -> PrinterModel:
    """Return the model that the settings describe: `columns` 0 as wide as the paper, `codepage` empty for 858 with 1252 where needed."""
    paper = PAPER_58_MM if paper_mm == 58 else PAPER_80_MM
    across = min(columns, paper.columns) or paper.columns
    pages = (codepage,) if codepage else PAGES
    return msgspec.structs.replace(paper, columns=across, width_dots=across * _COLUMN_DOTS, pages=pages)


class EscPosDriver:
    """Turns elements into the bytes of an Epson-compatible printer. `logo` is a picture's PNG bytes; its black dots are printed."""

    def __init__(self, model: PrinterModel = PAPER_80_MM, logo: bytes | None = None) -> None:
        self._model = model
        self._logo = logo

    def encode(self, elements: Sequence[Element]) -> bytes:
        """Return the whole job's bytes, from reset to the last element."""
        job = _Job(self._model, self._logo_dots if self._logo is not None else None)
        for element in elements:
            job.put(element)
        return job.bytes()

    @cached_property
    def _logo_dots(self) -> Raster:
        from PIL import Image, ImageOps

        with Image.open(BytesIO(self._logo or b"")) as picture:
            dots = ImageOps.invert(picture.convert("L")).convert("1", dither=Image.Dither.NONE)
        dots.thumbnail((self._model.width_dots, self._model.width_dots))
        return Raster(dots.width, dots.height, dots.tobytes())


class _Job:
    """One job in the making; what the printer is set to is remembered, so that only changes are sent."""

    def __init__(self, model: PrinterModel, logo: Raster | None) -> None:
        self._model = model
        self._logo = logo
        self._printer = _dummy(model)
        self._style: tuple[object, ...] = ()
        self._page = ""
        self._printer.hw("INIT")
        self._select(model.pages[0])

    def bytes(self) -> bytes:
        return bytes(self._printer.output)

    def put(self, element: Element) -> None:
        match element:
            case Line() | Columns():
                self._words(element)
            case Banner():
                self._banner(element)
            case Rule():
                self._rule()
            case Qr():
                self._qr(element)
            case Ean13():
                self._bars(element)
            case Logo():
                self._picture(self._logo)
            case Feed():
                self._printer.print_and_feed(element.lines)
            case Cut():
                self._printer.cut("PART")
            case DrawerKick():
                self._printer.cashdraw(self._model.drawer_pin)

    def _banner(self, element: Banner) -> None:
        """White characters fill only their cells, so the band is widened by black dots above and below rows set without a gap."""
        across = self._model.width_dots // 8
        edge = Raster(across * 8, _BANNER_EDGE_DOTS, b"\xff" * across * _BANNER_EDGE_DOTS)
        self._picture(edge)
        self._words(element)
        self._picture(edge)
        self._gap(_BANNER_EDGE_DOTS)

    def _words(self, element: Line | Columns | Banner) -> None:
        """Set an element in the page that has most of its letters, before it is laid out: some letters become two."""
        page, plain = _printable(element, self._model.pages)
        self._select(page)
        for row in lay_out(plain, self._model.columns):
            self._set(row)
            _put_text(self._printer, row.text.replace("\N{NO-BREAK SPACE}", " "), page)

    def _set(self, style: Row) -> None:
        if style[1:] == self._style:
            return
        self._printer.line_spacing(_CHARACTER_DOTS if style.small or style.invert else _PITCH_DOTS[style.height])
        self._printer.set(
            align=style.align,
            font="b" if style.small else "a",
            bold=style.bold,
            invert=style.invert,
            smooth=style.height > 1,
            custom_size=True,
            width=style.width,
            height=style.height,
        )
        self._style = style[1:]

    def _select(self, page: str) -> None:
        """Change the code page where it is another one; python-escpos is never let choose."""
        if page != self._page:
            self._printer.charcode(_CODE_PAGES[page][1])
            self._page = page

    def _rule(self) -> None:
        """Dashes over the whole paper; a row of text leaves six free dots below itself, so less is fed above than below."""
        across = self._model.width_dots // 8
        row = (_DASH * (across // 2 + 1))[:across]
        self._gap(_RULE_GAP_DOTS - _PITCH_DOTS[1] + _CHARACTER_DOTS)
        self._picture(Raster(across * 8, _RULE_DOTS, row * _RULE_DOTS))
        self._gap(_RULE_GAP_DOTS)

    def _qr(self, element: Qr) -> None:
        """The printer draws the code itself; we choose the module so that the side is near what was asked and fits the paper."""
        level, modules = qr_size.fitting(element.text)
        widest = self._model.width_dots // (modules + 2 * _QUIET_MODULES)
        size = max(2, min(8, widest, round(element.size_dots / modules)))
        self._set(_CENTRED)
        self._gap(_QUIET_MODULES * size)
        self._printer.qr(element.text, ec=level, size=size, native=True)
        self._gap(_QUIET_MODULES * size)

    def _bars(self, element: Ean13) -> None:
        self._set(_CENTRED)
        self._gap(_RULE_GAP_DOTS)
        # `barcode()` speaks on standard output, where the headless till's answers stand; the function below it does not.
        self._printer._hw_barcode(element.code, "EAN13", _BARCODE_HEIGHT_DOTS, 2, "BELOW", "A", True, "B")
        self._gap(_RULE_GAP_DOTS)

    def _picture(self, picture: Raster | None) -> None:
        """GS v 0 by hand: python-escpos's `image()` loads, converts and dithers again what is already dots."""
        if picture is None:
            return
        self._set(_CENTRED)
        size = ((picture.width + 7) // 8).to_bytes(2, "little") + picture.height.to_bytes(2, "little")
        self._printer._raw(b"\x1dv0\x00" + size + picture.dots)

    def _gap(self, dots: int) -> None:
        """ESC J: feed by dots, which python-escpos has no word for."""
        self._printer._raw(b"\x1bJ" + bytes((dots,)))


def _put_text(printer: Any, text: str, page: str) -> None:
    """A row in the page that is selected: Python's own codec gives the bytes of python-escpos's `textln`, which looks up each letter."""
    printer._raw(text.encode(page) + b"\n")


def _printable(element: Line | Columns | Banner, pages: tuple[str, ...]) -> tuple[str, Line | Columns | Banner]:
    """The page for an element, and the element in characters of that page; one that has them already stays as it is."""
    if not isinstance(element, Columns):
        page, text = printable(element.text, pages)
        return page, element if text == element.text else msgspec.structs.replace(element, text=text)
    page = pages[0] if all(map(str.isascii, element.cells)) else printable(" ".join(element.cells), pages)[0]
    cells = tuple([printable(cell, (page,))[1] for cell in element.cells])
    return page, element if cells == element.cells else msgspec.structs.replace(element, cells=cells)


def _dummy(model: PrinterModel) -> Any:
    """A python-escpos printer that only collects bytes and knows the model's code pages alone."""
    dummy, profile = _escpos()
    own = profile()
    own.profile_data = {
        "codePages": {str(_CODE_PAGES[page][0]): _CODE_PAGES[page][1] for page in model.pages},
        "fonts": {"0": {"columns": model.columns}, "1": {"columns": model.columns * 4 // 3}},
        "media": {"width": {"pixels": model.width_dots}},
        "features": {"barcodeB": True, "bitImageRaster": True, "qrCode": True, "paperFullCut": True, "paperPartCut": True},
    }
    own.features = own.profile_data["features"]
    return dummy(profile=own)


@lru_cache(maxsize=1)
def _escpos() -> tuple[Any, Any]:
    """Import python-escpos and take back what its import does to the process: a handler on the root logger and a folder in /tmp."""
    handlers = list(logging.root.handlers)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its optional transports and their packages speak up at import; we use none of them
        from escpos import capabilities
        from escpos.printer import Dummy
    logging.root.handlers[:] = handlers
    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return Dummy, capabilities.Profile
