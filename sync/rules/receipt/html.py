"""A paper as one HTML page, for a digital receipt: no script, no outside address, one style sheet inside, every text escaped.

No element bears a style of its own, so that a server may forbid all styles but the sheet's hash.
"""

from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from sync.rules.receipt.ean13 import modules
from sync.rules.receipt.elements import Banner, Columns, Ean13, Element, Feed, Line, Logo, Qr, Rule

if TYPE_CHECKING:
    import segno

_EASY_VERSION = 7

_STYLE = """
body{margin:0;background:#FAF8F4;color:#161A1F;font:15px/1.5 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
main{max-width:26rem;margin:2rem auto;padding:1.5rem;background:#fff;border:1px solid #E4DFD6;border-radius:14px}
p,div{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
.row{display:flex;justify-content:space-between;gap:1ch}.row span+span{white-space:nowrap;text-align:right}
table{border-collapse:collapse}td{padding:0 2ch 0 0;text-align:right;white-space:nowrap}
.center{text-align:center}.right{text-align:right}.bold{font-weight:700}.big{font-size:1.6em;line-height:1.3}.small{font-size:.85em;color:#4A5361}
.indent{padding-left:2ch}hr{border:0;border-top:1px dashed #161A1F;margin:.8rem 0}
.banner{background:#161A1F;color:#fff;font-weight:700;text-align:center;padding:.4rem;margin:.3rem 0}
svg,img{display:block;margin:.8rem auto;max-width:100%}
@media(max-width:30rem){main{margin:0;padding:1rem;border:0;border-radius:0}body{background:#fff}}
@media print{body{background:#fff}main{margin:0 auto;padding:0;border:0}.row,table,svg{break-inside:avoid}}
"""


def render_html(elements: Sequence[Element], *, language: str = "fr", title: str = "Comptoir", logo: str = "") -> str:
    """Return the paper as a whole page; `logo` is the picture's data URI."""
    body = "\n".join(filter(None, (_element(element, logo) for element in elements)))
    style = _STYLE + _widths(elements)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{style}</style>'
    return f'<!doctype html>\n<html lang="{escape(language)}"><head>{head}</head>\n<body><main>\n{body}\n</main></body></html>\n'


def _widths(elements: Sequence[Element]) -> str:
    """Return the rules of the tables' widths, in characters."""
    used = sorted({width for element in elements if isinstance(element, Columns) for width in element.widths})
    return "".join(f".w{width}{{min-width:{width}ch}}\n" for width in used)


def _element(element: Element, logo: str) -> str:
    if isinstance(element, Logo):
        return f'<img src="{escape(logo)}" alt="">' if logo else ""
    return _codes(element) if isinstance(element, Qr | Ean13) else _words(element)


def _codes(element: Qr | Ean13) -> str:
    return _qr(element) if isinstance(element, Qr) else _bars(element)


def _words(element: Element) -> str:
    match element:
        case Line():
            return f'<p class="{_classes(element)}">{escape(element.text)}</p>'
        case Columns():
            return _columns(element)
        case Rule():
            return "<hr>"
        case Banner():
            return f'<p class="banner">{escape(element.text)}</p>'
        case Feed():
            return "<p><br></p>" * element.lines
    return ""


def _classes(element: Line | Columns) -> str:
    align = element.align if isinstance(element, Line) and element.align != "left" else ""
    flags = (("bold", element.bold), ("big", element.big), ("small", element.small))
    return " ".join(filter(None, (align, *(name for name, on in flags if on))))


def _columns(element: Columns) -> str:
    """A table's cells keep their widths in characters, so that the rows stand under each other."""
    if element.widths:
        cells = "".join(f'<td class="w{width}">{escape(cell)}</td>' for cell, width in zip(element.cells, element.widths, strict=True))
        return f'<table class="{_classes(element)}"><tr>{cells}</tr></table>'
    indent = " indent" if element.indent else ""
    cells = "".join(f"<span>{escape(cell)}</span>" for cell in element.cells)
    return f'<div class="row {_classes(element)}{indent}">{cells}</div>'


def _qr(element: Qr) -> str:
    """A till prints without this library; it is loaded with the first page that has a code."""
    out = BytesIO()
    _code(element.text).save(out, kind="svg", scale=3, border=2, xmldecl=False, svgns=True, nl=False)
    return out.getvalue().decode()


def _bars(element: Ean13) -> str:
    bars = "".join(f'<rect x="{x}" y="0" width="1" height="40"/>' for x, bar in enumerate(modules(element.code)) if bar == "1")
    digits = f'<text x="47.5" y="52" font-size="11" text-anchor="middle">{element.code}</text>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-9 0 113 55" width="226" role="img">{bars}{digits}</svg>'


def _code(text: str) -> "segno.QRCode":
    """Return the code at level M, or at L where that alone keeps it as small as a phone reads at once."""
    import segno

    code = segno.make_qr(text, error="m")
    lower = segno.make_qr(text, error="l", boost_error=False) if int(code.version) > _EASY_VERSION else code
    return lower if int(lower.version) <= _EASY_VERSION else code
