"""The sheets: what a line says, and what is told of a line that cannot be read."""

import pytest

from kiosk.demo.shop_sheets import Row, SheetError, SheetReader


def read(text: str) -> list[Row]:
    return list(SheetReader("test.txt").rows(text))


def test_a_row_has_the_words_of_its_heading_and_its_own() -> None:
    (row,) = read("@ T55 kg pic:apple margin:34\nPommes Gala bio | Organic Gala apples | 3.59 | bio T20")
    assert (row.french, row.english, row.price_minor) == ("Pommes Gala bio", "Organic Gala apples", 359)
    assert (row.words.tax, row.words.unit, row.words.picture, row.words.margin_percent, row.words.tags) == (
        "T20",
        "kg",
        "apple",
        34,
        ("bio",),
    )


def test_sizes_make_goods_of_their_own_with_packs() -> None:
    still, large = read("@ T55 pic:water\nEau plate | Still water | 1,5 L 0.45*6; 6 rouleaux/rolls 1.49")
    assert (still.french, still.english, still.pack) == ("Eau plate 1,5 L", "Still water 1.5 L", 6)
    assert (large.french, large.english, large.pack) == ("Eau plate 6 rouleaux", "Still water 6 rolls", 0)


def test_a_pattern_completes_names_until_it_ends() -> None:
    rows = read("@ T55 pic:jam\n= Confiture {} | {} jam\nd'abricots | apricot | 2.35\n=\nMiel | Honey | 4.49")
    assert [(row.french, row.english) for row in rows] == [("Confiture d'abricots", "Apricot jam"), ("Miel", "Honey")]


def test_a_heading_forgets_the_one_before() -> None:
    with pytest.raises(SheetError, match="tax and a picture"):
        read("@ T55 pic:jam\n@ pic:honey\nMiel | Honey | 4.49")


def test_open_price_age_and_not_for_sale() -> None:
    (row,) = read("@ T20 pic:wine\nVin | Wine | ? | age:18 off")
    assert (row.price_minor, row.words.age, row.words.sellable) == (None, 18, False)


def test_comments_and_empty_lines_say_nothing() -> None:
    assert read("# Fruits\n\n") == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Pommes | Apples", "a row is"),
        ("Pommes | Apples | 2.5", "no price"),
        ("Pommes | Apples | deux", "no price"),
        ("= Confiture | {} jam", "a pattern is"),
        ("= Confiture {}", "a pattern is"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, reason: str) -> None:
    with pytest.raises(SheetError, match=rf"test\.txt, line 2: .*{reason}"):
        read(f"@ T55 pic:apple\n{line}")
