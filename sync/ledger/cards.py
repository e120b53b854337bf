"""Members' cards: tokens signed with the shop's key, which every till can verify offline."""

from sync.ledger.keys import LedgerKeys
from sync.protocol.tokens import MemberToken, sign


def member_card(keys: LedgerKeys, member_id: str, card: int = 1) -> str:
    """Return the text of a member's QR; `card` counts the cards issued to that member."""
    return sign(MemberToken(member_id, card), keys.signing)
