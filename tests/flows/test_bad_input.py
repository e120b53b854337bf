"""Bad input on a till's lines and scanner: each a clear sentence that names what is wrong, and nothing is lost or changed by it."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from kiosk.devices.scanner import CODE_LIMIT_CHARS, Scan, Typed, Wedge
from kiosk.services.requests import LINE_LIMIT_BYTES
from tests.flows import command
from tests.flows.harness import Till, encoded
from tests.flows.shops import shop

Json = dict[str, Any]

LINES = [
    (b"", "bad_json", None),
    (b"rubbish", "bad_json", None),
    (b"\xff\xfe\x00", "bad_json", None),
    (b"[" * 100_000, "bad_json|bad_request", None),
    (b'{"do":"state"', "bad_json", None),
    (b"[]", "bad_request", "request"),
    (b"null", "bad_request", "request"),
    (b"{}", "bad_request", "do"),
    (b'{"do":"fly"}', "bad_request", "do"),
    (b'{"do":null}', "bad_request", "do"),
    (b'{"do":"scan"}', "bad_request", "code"),
    (b'{"do":"scan","code":""}', "bad_request", "code"),
    (b'{"do":"scan","code":4006381333931}', "bad_request", "code"),
    (b'{"do":"scan","code":"1","colour":"red"}', "bad_request", "colour"),
    (b'{"do":"add","sku":"pear","quantity":0}', "bad_request", "quantity"),
    (b'{"do":"add","sku":"pear","quantity":-1}', "bad_request", "quantity"),
    (b'{"do":"add","sku":"pear","quantity":1.5}', "bad_request", "quantity"),
    (b'{"do":"add","sku":"pear","quantity":10000}', "bad_request", "quantity"),
    (b'{"do":"add","sku":"pear","quantity":1e400}', "bad_json|bad_request", None),
    (b'{"do":"add","sku":"pear","quantity":99999999999999999999999999}', "bad_request", "quantity"),
    (b'{"do":"add","sku":"pear","quantity":1,"weight_g":5}', "bad_request", "weight_g"),
    (b'{"do":"add","sku":"pear"}', "bad_request", "quantity"),
    (b'{"do":"add","sku":"card","price_minor":500}', "bad_request", "quantity"),
    (b'{"do":"add","sku":"grapes"}', "weight_needed", "weight_g"),
    (b'{"do":"add","sku":"grapes","weight_g":1000001}', "bad_request", "weight_g"),
    (b'{"do":"add","sku":"card","quantity":1,"price_minor":-1}', "bad_request", "price_minor"),
    (b'{"do":"add","sku":"card","quantity":1,"price_minor":1000000000000}', "bad_request", "price_minor"),
    (b'{"do":"tender","kind":"cash","amount_minor":-1}', "bad_request", "amount_minor"),
    (b'{"do":"tender","kind":"cash","amount_minor":"10"}', "bad_request", "amount_minor"),
    (b'{"do":"tender","kind":"cash","amount_minor":1000000000000}', "bad_request", "amount_minor"),
    (b'{"do":"finish","paper":"stone"}', "bad_request", "paper"),
    (b'{"do":"return","receipt":"x","lines":[]}', "bad_request", "lines"),
    (b'{"do":"return","receipt":"x","lines":[{"line":0,"quantity":1}]}', "bad_request", "lines[0].line"),
    (b'{"do":"return","receipt":"x","lines":[{"line":1,"pieces":1}]}', "bad_request", "lines[0].pieces"),
    (b'{"do":"no_sale","reason":""}', "bad_request", "reason"),
    (b'{"do":"no_sale","reason":"' + b"x" * 81 + b'"}', "bad_request", "reason"),
    (b'{"do":"state","request":"' + b"x" * 65 + b'"}', "bad_request", "request"),
    (b'{"do":"scan","code":"' + b"9" * 601 + b'"}', "bad_request", "code"),
    (b'{"do":"scan","code":"' + b"9" * LINE_LIMIT_BYTES + b'"}', "request_too_long", None),
]


@pytest.mark.parametrize(("line", "codes", "field"), LINES, ids=[repr(each[0][:60]) for each in LINES])
def test_a_wrong_line_names_field_and_rule(till: Till, line: bytes, codes: str, field: str | None) -> None:
    till.ok("add", sku="lamp", quantity=1)
    before, head = till.picture(), till.ok("state")["hash"]
    if line:
        answer = till.line(line)
        assert not answer["ok"] and answer["error"]["code"] in codes.split("|"), answer
        assert answer["error"].get("field") == field or field is None
        assert answer["error"]["message"].endswith(".") and "{" not in answer["error"]["message"].split("(")[0]
    assert (till.picture(), till.ok("state")["hash"]) == (before, head)
    till.ok("tender", kind="cash")
    assert till.ok("finish")["receipt"]["number"] == "R1-A-000001"


SCANNED = [
    *["0000", "4006381333930", "12345678", " ", "\t", "é" * 300, "\u202e\u0000x", "%", "_", "pear%", "*", "../../etc/passwd"],
    *["'; DROP TABLE entry; --", "CC1:", "CC1:" + "A" * 500, "CR1:ZZZ", "CM1:%%%", "]C1010400638133393", "(01)04006381333930"],
    *["https://id.gs1.org/01/999", "9" * 600, "R1-A-000001", "{NNNDD}", "\ud7ff", "NaN", "-1", "1e9"],
]


@pytest.mark.parametrize("code", SCANNED, ids=ascii)
def test_rubbish_on_the_scanner_is_refused_calmly(till: Till, code: str) -> None:
    till.ok("add", sku="lamp", quantity=1)
    for do in ("scan", "price_check", "coupon", "member", "return"):
        before = till.picture()
        answer = till.ask(do, **{"receipt" if do == "return" else "code": code})
        assert not answer["ok"], (do, answer)
        assert answer["error"]["code"] != "safely_locked" and answer["error"]["message"].endswith(".")
        assert till.picture() == before


def test_a_flood_of_random_lines_leaves_the_till_selling(till: Till) -> None:
    """Requests put together at random from right and wrong parts: the till is never lost and never locks."""
    random_ = random.Random(7)
    words: list[Any] = ["pear", "", "4006381333931", 0, -1, 10**15, 1.5, None, True, [], {}, "\u0000", "x" * 700, "R1-A-000001", "cash"]
    names = [
        "code",
        "sku",
        "quantity",
        "line",
        "kind",
        "amount_minor",
        "receipt",
        "lines",
        "reason",
        "staff",
        "pin",
        "id",
        "paper",
        "request",
    ]
    dos = [
        "scan",
        "add",
        "quantity",
        "void_line",
        "tender",
        "finish",
        "return",
        "undo",
        "member",
        "coupon",
        "approve",
        "x_report",
        "age_check",
    ]
    for _ in range(400):
        request = {"do": random_.choice(dos), **{random_.choice(names): random_.choice(words) for _ in range(random_.randrange(4))}}
        answer = till.line(json.dumps(request).encode())
        assert answer["ok"] or answer["error"]["code"] != "safely_locked", request
    assert till.ok("state")["state"] in ("ready", "selling", "paying")


def scanned(keys: str, gap_ms: int) -> list[Scan | Typed]:
    """What the wedge makes of keys that come at a steady pace."""
    wedge = Wedge()
    heard = [each for place, key in enumerate(keys) for each in wedge.feed(key, 1_000 + place * gap_ms)]
    return [*heard, *wedge.rest()]


def test_rubbish_on_the_scanner_line_reaches_the_till_as_a_code_or_not_at_all(till: Till) -> None:
    random_ = random.Random(11)
    for _ in range(200):
        keys = "".join(chr(random_.choice([*range(0, 0x250), 0x2028, 0xFFFD])) for _ in range(random_.randrange(1, 40))) + "\r"
        for each in scanned(keys, 5):
            if isinstance(each, Scan) and each.code.strip():
                answer = till.ask("scan", code=each.code)
                assert not answer["ok"] and answer["error"]["code"] != "safely_locked"
    assert scanned("4" * (CODE_LIMIT_CHARS + 1) + "\r", 5) == [], "an endless code is rubbish"
    (good,) = scanned("]E04006381333931\r", 5)
    assert isinstance(good, Scan)
    assert till.ok("scan", code=good.code, symbology=good.symbology)["basket"]["lines"][0]["sku"] == "pear"


WRONG_FILES: list[tuple[str, bytes, str]] = [
    ("empty", b"", "JSON"),
    ("binary", b"\x00\x01\x02", "JSON"),
    ("no version", encoded({key: value for key, value in shop().items() if key != "version"}), "version"),
    ("price as text", encoded(shop() | {"products": [{**shop()["products"][0], "price_minor": "1.20"}]}), "products[0].price_minor"),
    ("unknown field", encoded(shop() | {"colour": "red"}), "colour"),
    ("wrong check digit", encoded(shop() | {"products": [{**shop()["products"][0], "barcodes": ["4006381333930"]}]}), "barcodes[0]"),
    ("absurd price", encoded(shop() | {"products": [{**shop()["products"][0], "price_minor": 10**10}]}), "products[0].price_minor"),
    ("no staff", encoded(shop() | {"staff": []}), "staff"),
]


@pytest.mark.parametrize(("name", "data", "said"), WRONG_FILES, ids=[each[0] for each in WRONG_FILES])
def test_a_wrong_shop_file_is_one_line_that_names_the_place(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    file = tmp_path / "shop.json"
    file.write_bytes(data)
    done = command.run("till", "--shop", file)
    assert done.returncode == 2 and done.stdout == b""
    assert said.encode() in done.stderr and len(done.stderr.splitlines()) == 1
