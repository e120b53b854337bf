"""A digital receipt's page: for whoever holds the signed code, in the receipt's language, with nothing on it but the paper's words."""

import base64
import hashlib
import re
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.client.ledger import LedgerClient
from sync.protocol.tokens import MemberToken, sign, to_path
from sync.rules.digest import digest_of
from tests.unit.sync.ledger.machines import Chain, earned, opened, sale
from tests.unit.sync.ledger.worlds import World

SOLD = sale(1, member="m1", moved=earned(6))


@pytest.fixture
def machine(shop_world: World) -> tuple[LedgerClient, Chain]:
    return shop_world.machine("K1")


def fetch(world: World, code: str, language: str = "") -> Any:
    segment = to_path(code) if code.startswith("CR1:") else quote(code, safe="")
    return world.http.get(f"/r/{segment}", headers={"accept-language": language})


def code_of(chain: Chain, sold: Any = SOLD) -> str:
    return sign(digest_of(sold, "2026-11-22"), chain.key)


@pytest.mark.parametrize(("language", "total"), [("fr", "6,00"), ("en", "6.00")])
def test_the_page_is_the_paper_in_its_language(shop_world: World, machine: tuple[LedgerClient, Chain], language: str, total: str) -> None:
    ledger, chain = machine
    chain.add(opened(), msgspec.structs.replace(SOLD, language=language))
    ledger.push(chain.message())
    answer = fetch(shop_world, code_of(chain))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f'<html lang="{language}">' in answer.text
    for word in ("Épicerie du Port", "Miel", "K1-A-000001", "20", total):
        assert word in answer.text
    assert "Zoé" not in answer.text, "a link may be passed on"


def test_the_page_may_load_and_run_nothing(shop_world: World, machine: tuple[LedgerClient, Chain]) -> None:
    ledger, chain = machine
    chain.add(opened(), SOLD)
    ledger.push(chain.message())
    answer = fetch(shop_world, code_of(chain))
    policy = answer.headers["content-security-policy"]
    sheet = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    allowed = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in sheet]
    assert policy.startswith("default-src 'none'; ") and f"style-src 'sha256-{allowed[0]}';" in policy
    assert "unsafe" not in policy and len(sheet) == 1
    assert not re.search(r"<script|<link|<iframe|\sstyle=|\son\w+=|url\(|src=", answer.text)
    assert "@media print" in sheet[0]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"].startswith("noindex")


def test_before_its_entry_has_arrived_the_page_says_so(shop_world: World, machine: tuple[LedgerClient, Chain]) -> None:
    answer = fetch(shop_world, code_of(machine[1]), "en-GB,en;q=0.9")
    assert answer.status_code == 202
    assert "has not sent this receipt yet" in answer.text
    assert "n’a pas encore" in fetch(shop_world, code_of(machine[1]), "de,fr;q=0.5").text


@pytest.mark.parametrize(
    "wrong", ["stranger", "another_register", "another_token", "cut", "not_of_the_alphabet", "number", "empty", "path", "long"]
)
def test_without_the_signed_code_there_is_no_page(shop_world: World, machine: tuple[LedgerClient, Chain], wrong: str) -> None:
    ledger, chain = machine
    chain.add(opened(), SOLD)
    ledger.push(chain.message())
    _, second = shop_world.machine("K2")
    codes = {
        "stranger": sign(digest_of(SOLD, "2026-11-22"), Ed25519PrivateKey.generate()),
        "another_register": sign(digest_of(SOLD, "2026-11-22"), second.key),
        "another_token": to_path("CR1:" + sign(MemberToken("m1"), chain.key).removeprefix("CM1:")),
        "cut": to_path(code_of(chain))[:-4],
        "not_of_the_alphabet": to_path(code_of(chain)) + "!é",
        "number": "K1-A-000001",
        "empty": "CR1:",
        "path": "../../etc/passwd",
        "long": "A" * 5_000,
    }
    answer = fetch(shop_world, codes[wrong], "fr")
    assert answer.status_code == 404
    if answer.headers["content-type"].startswith("text/html"):
        assert "Aucun ticket ici" in answer.text
        assert "Miel" not in answer.text
