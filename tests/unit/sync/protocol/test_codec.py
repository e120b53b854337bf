"""Messages as bytes: what travels comes back, and no small body grows without bound."""

import msgspec
import pytest
import zstandard

from sync.protocol.codec import BODY_LIMIT_BYTES, CodecError, pack, unpack
from sync.protocol.wire import Ack, Change, Page, signing_bytes

ACK = Ack(epoch="e", seq=7, hash=b"h" * 32, server_time="2026-11-22T10:00:00+01:00")


def refused(data: bytes) -> CodecError:
    with pytest.raises(CodecError) as caught:
        unpack(data, Ack)
    return caught.value


def test_a_message_comes_back() -> None:
    assert unpack(pack(ACK), Ack) == ACK
    page = Page(scope="product", cursor=9, more=False, changes=[Change(key="pear", body=b"{}"), Change(key="plum", body=None)])
    assert unpack(pack(page), Page) == page


def test_a_newer_peer_is_understood() -> None:
    newer = msgspec.msgpack.encode({**msgspec.to_builtins(ACK, builtin_types=(bytes,)), "a_field_of_tomorrow": 1})
    assert unpack(zstandard.compress(newer), Ack) == ACK


@pytest.mark.parametrize(
    ("data", "code", "field"),
    [
        (b"", "not_understood", ""),
        (b"no zstd at all", "not_zstd", ""),
        (zstandard.compress(b"\xc1"), "not_understood", ""),
        (zstandard.compress(msgspec.msgpack.encode({"epoch": 5, "seq": 1, "hash": b"", "server_time": ""})), "not_understood", "epoch"),
        (bytes(BODY_LIMIT_BYTES + 1), "too_large", ""),
        (zstandard.compress(bytes(BODY_LIMIT_BYTES + 1)), "too_large", ""),
    ],
    ids=["empty", "rubbish", "no msgpack", "wrong type", "long", "bomb"],
)
def test_what_is_no_message_is_refused(data: bytes, code: str, field: str) -> None:
    error = refused(data)
    assert (error.code, error.field) == (code, field)


def test_a_signature_covers_method_path_time_and_body() -> None:
    signed = signing_bytes("post", "/v1/push", "now", b"x")
    others = [
        ("PUT", "/v1/push", "now", b"x"),
        ("POST", "/v1/feed", "now", b"x"),
        ("POST", "/v1/push", "then", b"x"),
        ("POST", "/v1/push", "now", b"y"),
    ]
    assert signed == signing_bytes("POST", "/v1/push", "now", b"x")
    assert all(signing_bytes(*other) != signed for other in others)
