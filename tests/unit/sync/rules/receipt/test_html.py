"""The HTML paper: complete, escaped, and with nothing from outside."""

from html.parser import HTMLParser

from sync.rules.receipt import Ean13, Feed, Line, Logo, render_html, sale_receipt
from tests.unit.sync.rules.receipt.sample import FRENCH, context, full_sale, line, sale
from tests.unit.sync.rules.receipt.test_sale import plain


class Reader(HTMLParser):
    """Collects tags and text, and sees that what opens closes."""

    VOID = frozenset({"meta", "hr", "br", "img"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_every_amount_and_both_codes_are_on_the_page() -> None:
    reader = Reader(render_html(sale_receipt(full_sale(), context(), FRENCH)))
    text = plain(" ".join(reader.words))
    assert reader.open == []
    assert reader.tags.count("svg") == 2
    for word in ("LE COMPTOIR", "25,65 €", "−1,15", "Claire, 25 points gagnés", "5,00 € OFFERTS DÈS 30,00 €"):
        assert word in text


def test_a_name_cannot_become_markup() -> None:
    page = render_html(sale_receipt(sale([line(1, "<script>alert(1)</script>", 320)]), context(), FRENCH), title="<b>", language='"><b>')
    assert "<script" not in page and "<b>" not in page
    assert "&lt;script&gt;" in page


def test_pictures_and_bars_are_inside_the_page() -> None:
    page = render_html([Logo(), Ean13("2000000000008"), Feed(2), Line("x", "right")], logo="data:image/png;base64,AAAA")
    assert 'src="data:image/png;base64,AAAA"' in page
    assert "<rect" in page and "2000000000008" in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "<img" not in render_html([Logo()])
