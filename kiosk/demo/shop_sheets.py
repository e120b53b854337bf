"""The product sheets of the demo shop: compact text files, one a department, written by hand.

A sheet is read line by line; empty lines and lines that start with `#` say nothing.

    @ T55 kg pic:apple margin:35          what the rows below have in common
    = Confiture {} | {} jam               a pattern that completes the names below; a lone `=` ends it
    d'abricots | Apricot | 370 g 2.35; 650 g 3.49 | bio
    French | English | [size] price[*pack]; ... | words

Words: a tax (`T55`), `kg`, `pic:`, `margin:` (percent of the net price), `age:`, `off` (not sold at a till); any other is a tag.
A row's words come after those of its `@`. A price is in euros, VAT included; `?` is an open price. `*6` adds a pack of six with
a barcode of its own. A size is the same in both languages save for the decimal comma and words given as `rouleaux/rolls`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NoReturn


class SheetError(ValueError):
    """A line of a sheet that cannot be read; names the sheet and the line."""


@dataclass(frozen=True)
class Words:
    """What a row says beside names and price."""

    tax: str = ""
    unit: str = "piece"
    picture: str = ""
    margin_percent: int = 30
    age: int | None = None
    sellable: bool = True
    tags: tuple[str, ...] = ()

    def read(self, text: str) -> "Words":
        """Return these words completed by those of `text`; a later word overrides an earlier one, tags add up."""
        found = self
        for word in text.split():
            found = found._with(word)
        return found

    def _with(self, word: str) -> "Words":
        name, _, value = word.partition(":")
        changes: dict[str, Any]
        match name:
            case "T55" | "T10" | "T20":
                changes = {"tax": name}
            case "kg" | "piece":
                changes = {"unit": name}
            case "pic":
                changes = {"picture": value}
            case "margin":
                changes = {"margin_percent": int(value)}
            case "age":
                changes = {"age": int(value)}
            case "off":
                changes = {"sellable": False}
            case _:
                changes = {"tags": (*self.tags, word)}
        return replace(self, **changes)


@dataclass(frozen=True)
class Row:
    """One product of a sheet; `pack` is the number of pieces of its pack, 0 for none."""

    french: str
    english: str
    price_minor: int | None
    pack: int
    words: Words


class SheetReader:
    """Reads one sheet; keeps the common words and the pattern that hold for the rows below."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._number = 0
        self._words = Words()
        self._pattern = ("{}", "{}")

    def rows(self, text: str) -> Iterator[Row]:
        """Yield the products of the sheet in order; raises SheetError."""
        for self._number, line in enumerate(text.splitlines(), start=1):
            content = line.strip()
            if content.startswith("@"):
                self._words, self._pattern = Words().read(content[1:]), ("{}", "{}")
            elif content.startswith("="):
                self._pattern = self._read_pattern(content[1:].strip())
            elif content and not content.startswith("#"):
                yield from self._read_row([part.strip() for part in content.split("|")])

    def _read_pattern(self, content: str) -> tuple[str, str]:
        if not content:
            return ("{}", "{}")
        french, bar, english = (part.strip() for part in content.partition("|"))
        if not bar or french.count("{}") != 1 or english.count("{}") != 1:
            self._fail("a pattern is `French {} | English {}`")
        return (french, english)

    def _read_row(self, parts: list[str]) -> Iterator[Row]:
        if len(parts) not in (3, 4):
            self._fail("a row is `French | English | price | words`")
        french, english = (_sentence(form.format(part)) for form, part in zip(self._pattern, parts[:2], strict=True))
        words = self._words.read(parts[3]) if len(parts) == 4 else self._words
        if not words.tax or not words.picture:
            self._fail("a row needs a tax and a picture")
        for offer in parts[2].split(";"):
            size, _, price = offer.strip().rpartition(" ")
            amount, _, pack = price.partition("*")
            yield Row(
                french=f"{french} {_size(size, french=True)}".strip(),
                english=f"{english} {_size(size, french=False)}".strip(),
                price_minor=None if amount == "?" else self._cents(amount),
                pack=int(pack or 0),
                words=words,
            )

    def _cents(self, amount: str) -> int:
        euros, point, cents = amount.partition(".")
        if not (euros.isdigit() and point and len(cents) == 2 and cents.isdigit()):
            self._fail(f"{amount!r} is no price such as 2.35")
        return int(euros) * 100 + int(cents)

    def _fail(self, reason: str) -> NoReturn:
        raise SheetError(f"{self._name}, line {self._number}: {reason}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _size(text: str, *, french: bool) -> str:
    words = [word.partition("/") for word in text.split()]
    if french:
        return " ".join(first for first, _, _ in words)
    return " ".join(second or first.replace(",", ".") for first, _, second in words)
