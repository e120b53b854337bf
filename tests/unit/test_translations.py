"""Everything a person may read is translated: what the sources mark is looked up in the catalogues that ship, without a gap."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import kiosk
import resources
import sync
from tests.unit.sync.base.codes import constants, sources

KEYWORDS = {"tr": None, "tr_n": (1, 2)}
ROOTS = [Path(package.__path__[0]) for package in (kiosk, sync)]
CATALOGUES = Path(resources.__path__[0]) / "locale" / "fr" / "LC_MESSAGES"
DOMAINS = sorted(path.stem for path in CATALOGUES.glob("*.po"))
NARROW = "\N{NARROW NO-BREAK SPACE}"
ON_A_GRID = {"paper", "display", "cli"}
"""Printers, poles and consoles write each sign in a cell of its own: they know no narrow space."""
_WRONG_SPACE = re.compile(r"[^\u202f\xa0][;:!?»](?=[\s.]|$)|«(?!\u202f)")
Message = str | tuple[str, ...]


def marked() -> Iterator[tuple[str, Message]]:
    """Return every marked text of the sources, with the file it stands in."""
    for root in ROOTS:
        for file, _, message, _, _ in extract_from_dir(str(root), keywords=KEYWORDS):
            yield f"{root.name}/{file}", message


@cache
def shipped() -> dict[str, Message]:
    """Return what the compiled catalogues know: the text, or its plural forms."""
    known: dict[str, Message] = {}
    for path in CATALOGUES.glob("*.mo"):
        with path.open("rb") as source:
            known.update(texts(read_mo(source)))
    return known


def texts(catalogue: Catalog) -> dict[str, Message]:
    found: dict[str, Message] = {}
    for message in catalogue:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            found[key] = message.string if isinstance(message.string, str) else tuple(message.string or ())
    return found


def readable(domain: str) -> dict[str, Message]:
    """Return what a domain's written catalogue says."""
    with (CATALOGUES / f"{domain}.po").open("rb") as source:
        return texts(read_po(source))


def untranslated(messages: list[tuple[str, Message]], known: dict[str, Message]) -> list[str]:
    """Return the texts that have no translation, or an empty one, or lack a plural form."""
    missing = []
    for file, message in messages:
        key, plural = (message, False) if isinstance(message, str) else (message[0], True)
        found = known.get(key)
        whole = bool(found) and (not plural or (isinstance(found, tuple) and all(found)))
        if not whole:
            missing.append(f"{file}: {key}")
    return missing


def test_nothing_is_untranslated() -> None:
    assert untranslated(list(marked()), shipped()) == []


def test_nothing_is_translated_that_nobody_says() -> None:
    said = constants(sources(), but="-")
    left = [f"{domain}: {key}" for domain in DOMAINS for key in readable(domain) if key not in said]
    assert left == []


def test_a_planted_gap_is_found() -> None:
    planted: list[tuple[str, Message]] = [("x.py", "Nobody ever translated this"), ("x.py", ("{n} gap", "{n} gaps"))]
    assert len(untranslated(planted, {"{n} gap": ("", "")})) == 2
    assert untranslated(planted, {"Nobody ever translated this": "Traduit", "{n} gap": ("{n} trou", "{n} trous")}) == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_is_the_readable_one(domain: str) -> None:
    with (CATALOGUES / f"{domain}.mo").open("rb") as compiled:
        assert readable(domain) == texts(read_mo(compiled))


@pytest.mark.parametrize("domain", DOMAINS)
def test_places_are_kept(domain: str) -> None:
    for key, found in readable(domain).items():
        for text in (found,) if isinstance(found, str) else found:
            assert set(re.findall(r"{(\w*)}", text)) <= set(re.findall(r"{(\w*)}", key)) | {"n"}, key


@pytest.mark.parametrize("domain", [domain for domain in DOMAINS if domain not in ON_A_GRID])
def test_french_signs_stand_after_a_narrow_space(domain: str) -> None:
    said = (text for message in readable(domain).values() for text in ((message,) if isinstance(message, str) else message))
    assert [text for text in said if _WRONG_SPACE.search(text)] == []


def test_a_sign_after_a_space_that_breaks_is_found() -> None:
    assert _WRONG_SPACE.search("Qui est en caisse?") and not _WRONG_SPACE.search(f"Qui est en caisse{NARROW}?")
