"""A member's card: on paper, as a picture that reads as it should, as a wallet pass, and as a code of a moment."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import msgspec
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from kiosk.services.queries import MemberCardPicture, WalletPass
from sync.protocol import facts, tokens
from sync.protocol.errors import Refusal
from tests.flows.harness import Till, make, opened
from tests.flows.members.test_joining import ZOE
from tests.flows.shops import shop
from tests.unit.kiosk.services.test_wallet_pass import Shop, proven


class Tray:
    """A printer that keeps what it is handed."""

    def __init__(self) -> None:
        self.papers: list[bytes] = []

    def send(self, data: bytes) -> str:
        self.papers.append(data)
        return "ready"

    def status(self) -> str:
        return "ready"


def shown(till: Till, id: str, at: int, card: int = 1) -> str:
    """A short-lived code, as an app of the shop would sign it."""
    return tokens.sign(tokens.MemberToken(id, card, at), till.running.till.terminal.store.signer)


def test_the_card_is_printed_with_the_name_given_only_then(tmp_path: Path) -> None:
    make(tmp_path, shop())
    tray = Tray()
    with opened(tmp_path, "ana") as till:
        till.running.with_printer(tray)
        joined = till.ok("join", profile=ZOE)
        till.ok("member_card")
        spooler = till.running.spooler
        assert spooler is not None
        (job,) = till.running.till.terminal.store.work("print")
        assert b"Zo" not in job[1]
        spooler._turn()
        text = tray.papers[0].decode("cp858", "replace")
        assert "Zoé" in text and joined["card"] in text and "CARTE DE MEMBRE" in text
        assert till.facts(facts.MemberCardIssued) == []


def test_the_picture_holds_the_code(till: Till, tmp_path: Path) -> None:
    joined = till.ok("join", profile=ZOE)
    picture = till.running.reader.answer(MemberCardPicture(joined["member"]))
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))
    assert found.text == joined["card"]
    with pytest.raises(Refusal, match="bad_value"):
        till.running.reader.answer(MemberCardPicture(joined["member"], scale=1_000))
    with pytest.raises(Refusal, match="unknown_member"):
        till.running.reader.answer(MemberCardPicture("nobody"))


def test_a_code_of_a_moment_is_good_for_that_moment(till: Till) -> None:
    """The clock of the flows stands at 2026-11-22T10:00:00+01:00."""
    id, now = till.ok("join", profile=ZOE)["member"], 1_795_338_000
    till.ok("cancel_basket")
    for at in (now, now - tokens.DYNAMIC_LIFE_S, now + 60):
        assert till.ok("scan", code=shown(till, id, at))["basket"]["member"]["id"] == id
        till.ok("cancel_basket")
    for at in (now - tokens.DYNAMIC_LIFE_S - 1, now + 61, 1):
        till.no("member_code_expired", "scan", code=shown(till, id, at))
    till.ok("clock", at="2026-11-22T09:00:00+01:00")
    till.no("member_code_expired", "scan", code=shown(till, id, now - 3_600))


def test_a_card_that_is_no_longer_good_leaves_a_trace_once(till: Till) -> None:
    """Law 14: what a thief would try is a fact, without the code."""
    joined = till.ok("join", profile=ZOE)
    till.ok("member_card", new=True)
    till.ok("cancel_basket")
    for _ in range(3):
        till.no("member_card_replaced", "scan", code=joined["card"])
    stranger = tokens.sign(tokens.MemberToken("m1"), Ed25519PrivateKey.generate())
    till.no("token_issuer", "member", code=stranger)
    till.no("unknown_member", "member", code="0428888888888")
    found = till.facts(facts.RightRefused)
    assert [(fact.kind, fact.cause, fact.right) for fact in found] == [
        ("member_card", "member_card_replaced", joined["member"]), ("member_card", "token_issuer", "")
    ]  # fmt: skip


def test_a_foreign_or_bent_code_is_no_member(till: Till) -> None:
    card = till.ok("join", profile=ZOE)["card"]
    till.ok("cancel_basket")
    stranger = tokens.sign(tokens.MemberToken("m1"), Ed25519PrivateKey.generate())
    till.no("token_issuer", "scan", code=stranger)
    till.no("token_malformed", "member", code=card[:60])
    digit = "A" if card[-1] != "A" else "B"
    assert till.ask("member", code=card[:-1] + digit)["error"]["code"] in ("token_forged", "token_malformed")


def test_a_pass_for_the_phone_is_signed_with_the_shops_certificate(tmp_path: Path) -> None:
    shop_keys = tmp_path / "keys"
    shop_keys.mkdir()
    chain, profile = Shop(shop_keys), tmp_path / "till"
    make(profile, shop())
    (profile / "settings.toml").write_text(f'pass_certificate = "{chain.certificate}"\npass_key = "{chain.private}"\n')
    with opened(profile, "ana", manual_clock=True) as till:
        till.ok("clock", at="2026-11-22T10:00:00+01:00")
        joined = till.ok("join", profile=ZOE)
        data = till.running.reader.answer(WalletPass(joined["member"]))
    with ZipFile(BytesIO(data)) as archive:
        found = {each: archive.read(each) for each in archive.namelist()}
    content = msgspec.json.decode(found["pass.json"])
    assert content["barcodes"][0]["message"] == joined["card"] and content["serialNumber"] == joined["member"]
    assert (content["passTypeIdentifier"], content["teamIdentifier"]) == ("pass.example.member", "TEAM123456")
    assert content["storeCard"]["primaryFields"][0]["value"] == "Zoé" and b"Martin" not in found["pass.json"]
    assert proven(chain, found["manifest.json"], found["signature"])


def test_without_a_certificate_it_is_said(till: Till) -> None:
    id = till.ok("join", profile=ZOE)["member"]
    with pytest.raises(Refusal, match="no_pass_certificate") as refused:
        till.running.reader.answer(WalletPass(id))
    for language in ("fr", "en"):
        words = till.running.till.terminal.words.__class__(language)
        assert words.error(refused.value.code).endswith(".")
