"""Contents that no till may take: forged, expired, foreign, replayed, oversized and rubbish.

Each is refused by its own cause, in a sentence of both languages that says what is wrong and what to do next, and never repeats the code.
"""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import base45
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.services import commands
from kiosk.services.answers import ErrorView
from kiosk.services.papers import sale_paper
from sync.base.words import LANGUAGES, Words
from sync.protocol import facts, tokens
from sync.protocol.records import StoppedOffer
from sync.protocol.wire import Change, Page
from sync.rules.receipt.elements import Qr
from tests.flows.harness import Till, shop_till
from tests.flows.loyalty.shops import CARD, NOW, goods, loyal

STRANGER = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
COUPON = {"id": "next", "kind": "receipt_coupon", "when": {"min_gross_minor": 2000}, "amount_minor": 500}
PUBLIC = {"id": "spring", "kind": "percent", "percent_bp": 1000, "when": {"codes": ["SPRING"]}}
OVER = {"id": "winter", "kind": "percent", "percent_bp": 1000, "when": {"codes": ["WINTER"]}}


def sign(till: Till, key: Ed25519PrivateKey | None = None, **fields: object) -> str:
    """A coupon of this till, or of a stranger's key, with some of its fields changed."""
    token = tokens.CouponToken(secrets.token_bytes(16), "next", 500, 0, "2026-12-31", "R1")
    return tokens.sign(msgspec.structs.replace(token, **fields), key or till.running.till.terminal.store.signer)


def edited(code: str, place: int) -> str:
    """The code with one byte of what it holds turned."""
    head, body = code[:4], bytearray(base45.b45decode(code[4:]))
    body[place] ^= 1
    return head + str(base45.b45encode(bytes(body)).decode())


def sold(till: Till) -> str:
    """The coupon of a sale."""
    (coupon,) = till.sell({"sku": "coat"})["basket"]["coupons_issued"]
    return str(coupon["code"])


def used(till: Till) -> str:
    code = sold(till)
    till.ok("add", sku="pen", quantity=9)
    till.ok("coupon", code=code)
    till.ok("tender", kind="cash")
    till.ok("finish")
    return code


def gone_back(till: Till) -> str:
    answer = till.sell({"sku": "coat"})
    till.ok("return", receipt=answer["receipt"]["number"])
    till.ok("tender", kind="cash")
    till.ok("finish")
    return str(answer["basket"]["coupons_issued"][0]["code"])


def laid(till: Till) -> str:
    code = sold(till)
    till.ok("add", sku="pen", quantity=9)
    till.ok("coupon", code=code)
    return code


def named(till: Till) -> str:
    till.ok("coupon", code="SPRING")
    return "SPRING"


def of_other_member(till: Till) -> str:
    till.ok("member", code=CARD)
    return sign(till, tied=tokens.member_tie("m2"))


def printed_twice(till: Till) -> str:
    """The receipt's copy bears the coupon too, and it is the same right."""
    answer = till.sell({"sku": "coat"})
    code = str(answer["basket"]["coupons_issued"][0]["code"])
    till.ok("add", sku="pen", quantity=9)
    till.ok("coupon", code=code)
    till.ok("tender", kind="cash")
    till.ok("finish")
    copy = sale_paper(till.running.till.terminal, answer["receipt"]["number"], duplicate=True)
    return next(part.text for part in copy if isinstance(part, Qr) and part.text.startswith("CC1:"))


def member(till: Till, **fields: object) -> str:
    token = msgspec.structs.replace(tokens.MemberToken("m1"), **fields)
    return tokens.sign(token, till.running.till.terminal.store.signer)


PARAMS = {"at": NOW, "until": "2026-11-21", "receipt": "R1-1-1", "home": "R1", "field": "code", "rule": "least: 1"}


class Case(NamedTuple):
    name: str
    cause: str
    content: Callable[[Till], str]
    do: str = "coupon"


def plain(text: str) -> Callable[[Till], str]:
    return lambda till: text


def turned(place: int) -> Callable[[Till], str]:
    """A coupon with one byte turned, at this place."""
    return lambda till: edited(sign(till), place)


CASES = [
    *(Case(f"coupon with byte {place} turned", "token_forged", turned(place)) for place in (4, 40, 67, 68, 90)),
    Case("coupon with its last byte turned", "token_forged", lambda till: edited(sign(till), -1)),
    Case("coupon scanned with a byte turned", "token_forged", lambda till: edited(sign(till), 100), "scan"),
    Case("worth raised", "token_forged", lambda till: edited(sign(till, amount_minor=501), -22)),
    Case("member's card shown as a coupon", "token_forged", lambda till: "CC1:" + member(till)[4:]),
    Case("receipt shown as a coupon", "token_forged", lambda till: "CC1:" + till.sell({"sku": "pen"})["receipt"]["code"][4:]),
    Case("coupon shown as a member's card", "token_forged", lambda till: "CM1:" + sign(till)[4:], "member"),
    Case("member's card with a byte turned", "token_forged", lambda till: edited(member(till), 70), "member"),
    Case("issuer's name turned", "token_issuer", lambda till: edited(sign(till), 0)),
    Case("coupon of another shop", "token_issuer", lambda till: sign(till, STRANGER)),
    Case("coupon of another shop, scanned", "token_issuer", lambda till: sign(till, STRANGER), "scan"),
    Case("member's card of another shop", "token_issuer", lambda till: tokens.sign(tokens.MemberToken("m1"), STRANGER), "member"),
    Case("nothing after the prefix", "token_malformed", plain("CC1:")),
    Case("small letters", "token_malformed", lambda till: "CC1:" + sign(till)[4:].lower()),
    Case("half of it", "token_malformed", lambda till: sign(till)[:60]),
    Case("a letter no code has", "token_malformed", plain("CC1:abc_def")),
    Case("too long for a code of ours", "token_malformed", lambda till: sign(till) + "A" * 300),
    Case("zeros", "token_malformed", plain("CC1:" + "0" * 90)),
    Case("signed, but no coupon inside", "token_malformed", lambda till: _signed(till, b"\xc0")),
    Case("signed, with words for money", "token_malformed", lambda till: _signed(till, msgspec.msgpack.encode([b"1", "next", "much"]))),
    Case("longer than any scan", "bad_request", plain("CC1:" + "A" * 700)),
    Case("empty", "bad_request", plain("")),
    Case("over since yesterday", "coupon_expired", lambda till: sign(till, valid_until="2026-11-21")),
    Case("over since last century", "coupon_expired", lambda till: sign(till, valid_until="1999-12-31")),
    Case("over, scanned", "coupon_expired", lambda till: sign(till, valid_until="2026-11-21"), "scan"),
    Case("at home elsewhere", "coupon_home", lambda till: sign(till, home="R2")),
    Case("at home elsewhere, and asks the ledger", "coupon_needs_ledger", lambda till: sign(till, home="R2", online=True)),
    Case("at home nowhere", "coupon_home", lambda till: sign(till, home="")),
    Case("used before", "coupon_used", used),
    Case("used before, scanned", "coupon_used", used, "scan"),
    Case("its photograph", "coupon_used", lambda till: used(till)[:]),
    Case("a second print", "coupon_used", printed_twice),
    Case("gone back with its goods", "coupon_revoked", gone_back),
    Case("laid down already", "coupon_in_basket", laid),
    Case("stopped", "coupon_stopped", lambda till: sign(till, offer="over")),
    Case("public code, stopped", "coupon_stopped", plain("WINTER")),
    Case("public code twice", "code_in_basket", named),
    Case("of another member", "coupon_other_member", of_other_member),
    Case("of a member who is not there", "coupon_member_first", lambda till: sign(till, tied=tokens.member_tie("m1"))),
    Case("a public code nobody knows", "unknown_coupon", plain("SUMMER")),
    Case("a public code cut short", "unknown_coupon", plain("sprin")),
    Case("goods as a coupon", "unknown_coupon", plain("4006381333931")),
    Case("rubbish", "unknown_coupon", plain("\u202e\0\x1b[2J")),
    Case("rubbish, scanned", "unknown_code", plain("%PDF-1.7 <script>alert(1)</script>"), "scan"),
    Case("a query, scanned", "unknown_code", plain("' OR 1=1 --"), "scan"),
    Case("a wrong digit, scanned", "wrong_check_digit", plain("4006381333932"), "scan"),
    Case("a member nobody knows", "unknown_member", lambda till: member(till, member="nobody"), "member"),
    Case("a member's number nobody has", "unknown_member", plain("0429999999999"), "member"),
    Case("a member's code of an hour ago", "member_code_expired", lambda till: member(till, at=1_795_334_400), "member"),
    Case("a member's web address of goods", "member_is_goods", plain("https://example.com/01/04006381333931"), "member"),
]


def _signed(till: Till, payload: bytes) -> str:
    """A code that bears this till's signature over something else."""
    key = till.running.till.terminal.store.signer
    data = tokens.key_id(key.public_key().public_bytes_raw()) + key.sign(b"CC1:" + payload) + payload
    return "CC1:" + str(base45.b45encode(data).decode())


def refused(till: Till, case: Case) -> tuple[ErrorView, str]:
    """Show a content and return why it was refused; the ticket stands as it was."""
    content = case.content(till)
    before = till.picture()
    if case.cause == "bad_request":
        error = till.line(msgspec.json.encode({"do": case.do, "code": content}))["error"]
        return ErrorView(code=error["code"], message=error["message"], params={"field": "code", "rule": "most: 600"}), content
    kinds = {"coupon": commands.Coupon, "scan": commands.Scan, "member": commands.SetMember}
    answer = till.running.worker.execute(kinds[case.do](code=content))
    assert till.picture() == before
    assert answer.error is not None, case.name
    return answer.error, content


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_refused_by_its_cause_in_both_languages(tmp_path: Path, case: Case) -> None:
    shop = loyal(goods(coat=5000, pen=100), offers=[COUPON, PUBLIC, OVER])
    shop["members"].append({"id": "m2", "code": "0421234567891", "profile": {}})
    with shop_till(tmp_path / "till", shop, manual_clock=True, begun=False) as till:
        till.ok("clock", at=NOW)
        till.ok("state")
        stop(till, "winter", "over")
        error, content = refused(till, case)
        assert error.code == case.cause
        for language in LANGUAGES:
            said = Words(language, currency="EUR", timezone="Europe/Paris").error(error.code, {"field": error.field or "", **error.params})
            assert said.count(".") + said.count(";") + said.count(",") >= 1 and said.endswith("."), said
            assert len(said.split(". ")) >= 2 or ":" in said, f"no next step: {said}"
            assert not content or content not in said
            assert "?" not in said and "{" not in said, said


def test_two_causes_never_share_a_sentence() -> None:
    causes = sorted({case.cause for case in CASES})
    assert len(CASES) >= 40
    for language in LANGUAGES:
        words = Words(language, currency="EUR")
        assert len({words.error(cause, PARAMS) for cause in causes}) == len(causes)


def test_what_a_thief_tries_is_kept_without_the_code(tmp_path: Path) -> None:
    with shop_till(tmp_path / "till", loyal(goods(pen=100), offers=[COUPON]), manual_clock=True, begun=False) as till:
        till.ok("clock", at=NOW)
        till.ok("add", sku="pen", quantity=1)
        forged = edited(sign(till), -1)
        for _ in range(3):
            till.no("token_forged", "coupon", code=forged)
        assert [fact.cause for fact in till.facts(facts.RightRefused)] == ["token_forged"]
        bodies = [entry.body for entry in till.running.worker.call(lambda: till.running.till.terminal.store.entries(0, 1000))]
        assert not any(forged.encode() in body for body in bodies)


def stop(till: Till, *offers: str) -> None:
    """The shop stops these, as the ledger's feed tells it."""
    changes = [Change(key=id, body=msgspec.json.encode(StoppedOffer(id=id, at="2026-11-22T09:00:00+01:00"))) for id in offers]
    page = Page(scope="stopped", cursor=1, more=False, changes=changes)
    till.running.worker.call(lambda: till.running.till.terminal.reference.apply(page))
    till.running.worker.call(till.running.refresh)
