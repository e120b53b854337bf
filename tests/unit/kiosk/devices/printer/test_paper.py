"""What the driver writes, read back by the interpreter: nothing unknown, nothing lost, dots where they should be."""

from io import BytesIO

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from kiosk.devices.printer.driver import PAPER_58_MM, PAPER_80_MM, EscPosDriver, PrinterModel
from kiosk.devices.printer.interpreter import Paper, interpret
from sync.base.resources import read_bytes
from sync.rules.receipt import Banner, Columns, Cut, DrawerKick, Ean13, Element, Feed, Line, Logo, Rule, sale_receipt, trial_page
from tests.unit.sync.rules.receipt.sample import COUPON_CODE, ENGLISH, FRENCH, RECEIPT_CODE, context, full_sale, line, sale
from tests.unit.sync.rules.receipt.test_sale import plain

LOGO = read_bytes("images", "logo.png")
BOTH = pytest.mark.parametrize("model", [PAPER_80_MM, PAPER_58_MM])


def printed(elements: list[Element], model: PrinterModel = PAPER_80_MM, logo: bytes | None = LOGO) -> Paper:
    return interpret(EscPosDriver(model, logo).encode(elements), model.width_dots)


def dots(paper: Paper) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """True where the paper is black."""
    return ~np.asarray(paper.image)


@BOTH
@pytest.mark.parametrize("words", [FRENCH, ENGLISH])
def test_no_command_of_our_papers_is_unknown(model: PrinterModel, words: object) -> None:
    for elements in (sale_receipt(full_sale(), context(open_drawer=True), words), trial_page(context(), words)):  # type: ignore[arg-type]
        paper = printed(elements, model)
        assert paper.unknown == []
        assert paper.cuts == 1


def test_the_interpreter_does_note_what_it_does_not_know() -> None:
    """The positive control of the test above."""
    assert interpret(b"\x1b@\x1cZ\x1bZok\n\x1dk\x48\x0212").unknown == ["1c 5a", "1b 5a", "GS k 48 02 31 32"]


@BOTH
def test_codes_amounts_and_kick_come_out(model: PrinterModel) -> None:
    paper = printed(sale_receipt(full_sale(), context(open_drawer=True), FRENCH), model)
    text = "\n".join(paper.text)
    assert paper.qr == [COUPON_CODE, RECEIPT_CODE]
    assert paper.kicks == 1
    for word in ("25,65 €", "DÈS 30,00 €", "2 achetés, le 3e offert", "-1,15", "Claire, 25 points gagnés", "12 rue des Halles"):
        assert word in text


@BOTH
def test_no_row_is_longer_than_the_paper(model: PrinterModel) -> None:
    """A row too long would be broken by the printer, in the middle of an amount."""
    names = [line(n, "Très long nom de produit " * n, 10 ** (n + 4), quantity=n, unit_price_minor=10 ** (n + 4) // n) for n in range(1, 7)]
    paper = printed(sale_receipt(sale(names), context(), FRENCH), model)
    for amount in (FRENCH.money(each.amount_minor, symbol=False) for each in names):
        assert any(row.endswith(plain(amount)) for row in paper.text)
    assert all(len(row) <= model.columns * 4 // 3 for row in paper.text)


@BOTH
def test_both_codes_are_read_by_a_decoder_from_the_dots(model: PrinterModel) -> None:
    image = np.asarray(printed(sale_receipt(full_sale(), context(), FRENCH), model).image.convert("L"))
    assert {found.text for found in zxingcpp.read_barcodes(image)} >= {COUPON_CODE, RECEIPT_CODE}


def test_bars_are_read_by_a_decoder_from_the_dots() -> None:
    paper = printed([Line("Carte cadeau"), Ean13("2000000000008"), Cut()])
    assert paper.barcodes == ["2000000000008"]
    (found,) = zxingcpp.read_barcodes(np.asarray(paper.image.convert("L")))
    assert found.text == "2000000000008"


def test_the_logo_is_dot_for_dot_on_the_paper() -> None:
    black = dots(printed([Logo()]))
    with Image.open(BytesIO(LOGO)) as picture:
        logo = ~np.asarray(picture.convert("1"))
    left = (576 - logo.shape[1]) // 2
    assert (black[: logo.shape[0], left : left + logo.shape[1]] == logo).all()
    assert black.sum() == logo.sum()
    assert dots(printed([Logo()], logo=None)).sum() == 0


def test_a_logo_wider_than_the_paper_is_made_to_fit() -> None:
    out = BytesIO()
    Image.new("L", (2000, 100), 0).save(out, format="PNG")
    black = dots(printed([Logo()], PAPER_58_MM, out.getvalue()))
    assert black.shape[1] == 384 and black.any(axis=0).all()


def test_the_banner_is_white_on_black_without_a_gap() -> None:
    black = dots(printed([Banner("5,00 € OFFERTS")]))
    rows = np.flatnonzero(black.any(axis=1))
    band = black[rows[0] : rows[-1] + 1]
    assert len(band) == 44
    assert band[:10].all() and band[-10:].all() and band[:, :24].all() and band[:, -24:].all()
    assert not band.all()


def test_big_is_double_and_bold_is_blacker() -> None:
    normal, big, bold = (printed([Line("TOTAL", big=big, bold=bold)]) for big, bold in ((False, False), (True, False), (False, True)))
    width = [np.ptp(np.flatnonzero(dots(paper).any(axis=0))) for paper in (normal, big)]
    assert 1.8 < width[1] / width[0] < 2.2
    assert dots(bold).sum() > dots(normal).sum() * 1.2


def test_centre_right_and_small_are_where_they_should_be() -> None:
    def span(**style: object) -> tuple[int, int]:
        across = np.flatnonzero(dots(printed([Line("MMMM", **style)])).any(axis=0))  # type: ignore[arg-type]
        return int(across[0]), int(across[-1])

    assert span()[0] < 12
    assert span(align="right")[1] > 576 - 12
    assert abs(sum(span(align="center")) - 576) < 12
    assert span(small=True)[1] < span()[1]


def test_euro_and_accents_are_one_byte_of_the_pinned_page() -> None:
    data = EscPosDriver().encode([Line("é€")])
    assert data.count(b"\x1bt") == 1 and b"\x1bt\x13" in data
    assert b"\x82\xd5\n" in data


def test_the_same_paper_gives_the_same_bytes_and_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output belongs to the headless till's answers; python-escpos prints there when it is let."""
    driver = EscPosDriver(logo=LOGO)
    elements = trial_page(context(), FRENCH)
    assert driver.encode(elements) == driver.encode(elements)
    assert capsys.readouterr() == ("", "")


def test_no_status_query_hides_in_the_dots() -> None:
    """Printers obey a real-time command wherever it stands, inside a picture too."""
    data = EscPosDriver(logo=LOGO).encode([*trial_page(context(), FRENCH), Rule(), Feed(2), DrawerKick()])
    assert b"\x10\x04" not in data and b"\x10\x14" not in data


def test_a_text_of_the_printer_s_own_width_is_wrapped_like_a_printer_does() -> None:
    paper = interpret(b"A" * 50 + b"\n")
    assert paper.text == ["A" * 48, "AA"]


def test_pages_sizes_and_modes_that_others_use() -> None:
    data = b"\x1b!\x30big\n\x1b!\x00\x1bt\x00\x82\n\x1b-\x01u\n\x1ba1c\n\x1dV\x42\x20\x1dv0\x03\x01\x00\x01\x00\xff"
    paper = interpret(data)
    assert paper.text == ["big", "é", "u", "c"]
    assert paper.unknown == [] and paper.cuts == 1
    assert dots(paper)[-2:].sum() == 2 * 16


def test_columns_stand_under_each_other() -> None:
    paper = printed([Columns(("20 %", "1,66"), (6, 8), small=True), Columns(("5,5 %", "122,43"), (6, 8), small=True)])
    assert [len(row) for row in paper.text] == [15, 15]


def test_the_png_is_the_dots() -> None:
    paper = printed([Line("Bonjour")])
    with Image.open(BytesIO(paper.png())) as picture:
        assert picture.size == paper.image.size and picture.mode == "1"
        assert picture.tobytes() == paper.image.tobytes()
