"""An invoice's form as a PDF with the packaged fonts. The PDF library is loaded with the first invoice, and nowhere else."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sync.base.resources import as_file, resource
from sync.rules.receipt.invoice import InvoiceForm, Party

if TYPE_CHECKING:
    from fpdf import FPDF

_FAMILY = "Inter"
_STYLES = (("", "Inter-Regular.ttf"), ("B", "Inter-SemiBold.ttf"))
_MARGIN_MM, _WIDTH_MM = 18, 174
_INK, _GREY, _LINE = (22, 26, 31), (92, 102, 117), (228, 223, 214)
_LINE_WIDTHS_MM = (66, 22, 26, 24, 14, 22)
_TAX_WIDTHS_MM = (20, 22, 20, 22)
_BODY_PT, _SMALL_PT, _TITLE_PT, _TOTAL_PT = 9, 8, 20, 13


def render(form: InvoiceForm, *, language: str, made: datetime, software: str) -> bytes:
    """Return the invoice's PDF; the same form and moment give the same bytes."""
    pdf = _blank(form, language, made, software)
    _heading(pdf, form)
    _parties(pdf, form)
    _table(pdf, form.lines, _LINE_WIDTHS_MM)
    pdf.ln(5)
    _sums(pdf, form)
    _notes(pdf, form)
    return bytes(pdf.output())


def _blank(form: InvoiceForm, language: str, made: datetime, software: str) -> "FPDF":
    from fpdf import FPDF

    class Document(FPDF):
        """A4 pages that know their number."""

        def footer(self) -> None:
            self.set_y(-12)
            _type(self, _SMALL_PT, _GREY)
            self.cell(_WIDTH_MM, 4, f"{form.number} · {form.page} {self.page_no()}/{{nb}}", align="C")

    pdf = Document(format="A4")
    for style, name in _STYLES:
        with as_file(resource("fonts", name)) as path:
            pdf.add_font(_FAMILY, style, path)
    pdf.set_margins(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    pdf.set_auto_page_break(True, margin=_MARGIN_MM)
    pdf.set_lang(language)
    pdf.set_title(f"{form.title} {form.number}")
    pdf.set_author(form.seller.name)
    pdf.set_creator(software)
    pdf.set_producer(software)
    pdf.set_creation_date(made)
    pdf.set_draw_color(*_LINE)
    pdf.add_page()
    return pdf


def _type(pdf: "FPDF", points: float, ink: tuple[int, int, int] = _INK, style: str = "") -> None:
    pdf.set_font(_FAMILY, "B" if style == "B" else "", points)
    pdf.set_text_color(*ink)


def _rows(pdf: "FPDF", rows: Sequence[str], width_mm: float, height_mm: float = 4.4) -> None:
    for row in rows:
        pdf.multi_cell(width_mm, height_mm, row, align="L", new_x="LEFT", new_y="NEXT")


def _heading(pdf: "FPDF", form: InvoiceForm) -> None:
    """The title with its numbers at the right, the seller at the left."""
    top = pdf.get_y()
    _party(pdf, form.seller, 95, name_points=14)
    below = pdf.get_y()
    pdf.set_xy(_MARGIN_MM + 104, top)
    _type(pdf, _TITLE_PT, style="B")
    pdf.multi_cell(70, 9, form.title, align="R", new_x="LEFT", new_y="NEXT")
    _type(pdf, 11, style="B")
    pdf.multi_cell(70, 6, form.number, align="R", new_x="LEFT", new_y="NEXT")
    _type(pdf, _BODY_PT, _GREY)
    for row in form.facts:
        pdf.multi_cell(70, 4.6, row, align="R", new_x="LEFT", new_y="NEXT")
    pdf.set_xy(_MARGIN_MM, max(below, pdf.get_y()) + 8)


def _parties(pdf: "FPDF", form: InvoiceForm) -> None:
    pdf.set_x(_MARGIN_MM + 95)
    _type(pdf, _SMALL_PT, _GREY)
    pdf.multi_cell(79, 4.4, form.buyer_label, align="L", new_x="LEFT", new_y="NEXT")
    _party(pdf, form.buyer, 79, name_points=11)
    pdf.set_xy(_MARGIN_MM, pdf.get_y() + 8)


def _party(pdf: "FPDF", party: Party, width_mm: float, *, name_points: float) -> None:
    _type(pdf, name_points, style="B")
    _rows(pdf, [party.name], width_mm, name_points * 0.5)
    _type(pdf, _BODY_PT)
    _rows(pdf, party.rows, width_mm)


def _table(pdf: "FPDF", rows: Sequence[Sequence[str]], widths_mm: Sequence[float]) -> None:
    """A table whose first column is words and whose others are figures; its heading comes again on every page."""
    from fpdf.enums import TableBordersLayout
    from fpdf.fonts import FontFace

    _type(pdf, _BODY_PT)
    heading = FontFace(emphasis="BOLD", color=_GREY, size_pt=_SMALL_PT)
    with pdf.table(
        col_widths=tuple(widths_mm),
        width=sum(widths_mm),
        align="LEFT",
        text_align=("LEFT", *["RIGHT"] * (len(widths_mm) - 1)),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=heading,
        line_height=4.6,
        padding=(1.4, 1),
    ) as table:
        for cells in rows:
            row = table.row()
            for cell in cells:
                row.cell(cell)


def _sums(pdf: "FPDF", form: InvoiceForm) -> None:
    """Taxes by rate at the left, the totals at the right, and both on the same page."""
    if pdf.will_page_break(10 + 8 * max(len(form.taxes), len(form.totals))):
        pdf.add_page()
    top = pdf.get_y()
    if form.taxes:
        _table(pdf, form.taxes, _TAX_WIDTHS_MM)
    below, page = pdf.get_y(), pdf.page
    pdf.set_y(top)
    for index, (label, amount) in enumerate(form.totals):
        last = index == len(form.totals) - 1
        _type(pdf, _TOTAL_PT if last else 10, style="B" if last else "")
        pdf.set_x(_MARGIN_MM + 100)
        pdf.cell(40, 8 if last else 6, label)
        pdf.cell(34, 8 if last else 6, amount, align="R", new_x="LMARGIN", new_y="NEXT")
    pdf.page = page
    pdf.set_xy(_MARGIN_MM, max(below, pdf.get_y()) + 6)


def _notes(pdf: "FPDF", form: InvoiceForm) -> None:
    _type(pdf, 10, style="B")
    _rows(pdf, form.payment, _WIDTH_MM, 5.5)
    pdf.ln(2)
    _type(pdf, _SMALL_PT, _GREY)
    _rows(pdf, form.mentions, _WIDTH_MM)
