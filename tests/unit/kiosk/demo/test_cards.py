"""Members' cards: a camera reads from the picture what was signed."""

from pathlib import Path

import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from kiosk.demo.cards import SIZE_PX, Face, Holder, draw_card, write_cards
from sync.protocol.tokens import MemberToken, key_id, sign, verify

FACE = Face("Le Comptoir des Halles", "Carte de fidélité")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
MEMBERS = [
    Holder("a" * 32, "Claire Martin", "0421444427244", "gold"),
    Holder("b" * 32, "Marie-Antoinette De Oliveira-Barthélemy", "0428059761480", "silver"),
    Holder("c" * 32, "Ève Roux", "0420914514033", ""),
]


def signed(member: str) -> str:
    return sign(MemberToken(member=member), KEY)


def bright(card: Image.Image, box: tuple[int, int, int, int]) -> int:
    """Return how many dots of the box are as light as letters are."""
    return sum(card.crop(box).convert("L").histogram()[200:])


def test_the_picture_holds_what_was_signed(tmp_path: Path) -> None:
    paths = list(write_cards(MEMBERS, tmp_path / "cards", signed, FACE))
    assert [path.name for path in paths] == [f"{holder.number}.png" for holder in MEMBERS]
    public = KEY.public_key().public_bytes_raw()
    for holder, path in zip(MEMBERS, paths, strict=True):
        with Image.open(path) as card:
            assert card.size == SIZE_PX
            (code,) = zxingcpp.read_barcodes(card.convert("L"))
        token = verify(code.text, lambda issuer: public if issuer == key_id(public) else None)
        assert token == MemberToken(member=holder.member)


def test_a_long_name_takes_a_second_line_and_keeps_clear_of_the_code() -> None:
    short, long = (draw_card(holder, signed(holder.member), FACE) for holder in (MEMBERS[0], MEMBERS[1]))
    first_line, code_edge = (64, 420, 500, 450), (540, 130, 552, 500)
    assert [bright(card, first_line) > 0 for card in (short, long)] == [False, True]
    assert [bright(card, code_edge) for card in (short, long)] == [0, 0]


def test_tiers_look_different() -> None:
    gold, silver = (draw_card(MEMBERS[0]._replace(tier=tier), signed("a" * 32), FACE) for tier in ("gold", "silver"))
    assert gold.getpixel((5, 300)) != silver.getpixel((5, 300))
