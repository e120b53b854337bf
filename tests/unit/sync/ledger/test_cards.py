"""Members' cards: signed by the shop, verified by whoever holds the shop's public key."""

from sync.ledger.cards import member_card
from sync.protocol.tokens import MemberToken, key_id, verify
from tests.unit.sync.ledger.worlds import World


def test_a_card_is_verified_with_the_key_every_till_is_given(shop_world: World) -> None:
    public = shop_world.context.keys.public
    text = member_card(shop_world.context.keys, "m1", 2)
    assert verify(text, {key_id(public): public}.get) == MemberToken("m1", 2)
