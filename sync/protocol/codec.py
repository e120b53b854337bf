"""Messages as bytes: msgpack in zstd, decompressed within a bound, so that no small body grows without limit."""

from typing import TypeVar

import msgspec
import zstandard

from sync.protocol.wire import BATCH_LIMIT_BYTES, Message

BODY_LIMIT_BYTES = BATCH_LIMIT_BYTES + 1_000_000
"""The most a message may be, packed or unpacked."""

_LEVEL = 3
_WINDOW_LIMIT_BYTES = 8 * 1024 * 1024

Kind = TypeVar("Kind", bound=Message)


class CodecError(ValueError):
    """Bytes that are no message; `code` is too_large, not_zstd or not_understood, `field` the path of the wrong field if one is."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(f"{code} {field}".strip())
        self.code = code
        self.field = field


def pack(message: Message) -> bytes:
    """Return a message as it travels."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(msgspec.msgpack.encode(message))


def unpack(data: bytes, kind: type[Kind]) -> Kind:
    """Read a message; raises CodecError."""
    plain = _decompress(data)
    try:
        return msgspec.msgpack.decode(plain, type=kind)
    except msgspec.ValidationError as error:
        _, _, path = str(error).rpartition(" - at `$.")
        raise CodecError("not_understood", path.rstrip("`") if path != str(error) else "") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise CodecError("not_understood") from error


def _decompress(data: bytes) -> bytes:
    if len(data) > BODY_LIMIT_BYTES:
        raise CodecError("too_large")
    try:
        # A frame's own claim about its size is not believed: only what is read is allocated.
        with zstandard.ZstdDecompressor(max_window_size=_WINDOW_LIMIT_BYTES).stream_reader(data) as reader:
            plain = reader.read(BODY_LIMIT_BYTES + 1)
    except zstandard.ZstdError as error:
        raise CodecError("not_zstd") from error
    if len(plain) > BODY_LIMIT_BYTES:
        raise CodecError("too_large")
    return plain
