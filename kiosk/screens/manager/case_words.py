"""Open cases in words: what the ledger met that a person should look into, by code."""

from kiosk.screens.shared.look import Look
from sync.base.marking import tr
from sync.protocol.wire import CaseSum

_CASES = {
    "over_returned": tr("More was given back of a receipt than was sold"),
    "return_of_unknown_receipt": tr("Goods were given back of a receipt that never arrived"),
    "return_of_unknown_line": tr("Goods were given back that the receipt does not hold"),
    "return_differs": tr("A return paid out another amount than was sold"),
    "gift_card_overdrawn": tr("More was paid by a gift card than was on it"),
    "voucher_used_twice": tr("A meal voucher paid twice"),
    "points_overdrawn": tr("A member spent more points than they had"),
    "coupon_redeemed_twice": tr("A coupon was redeemed twice"),
    "coupon_used_and_revoked": tr("A coupon was used, and the goods that had earned it came back"),
    "coupon_issued_twice": tr("A coupon was issued twice"),
    "coupon_amount_differs": tr("A coupon took off another amount than it was issued for"),
    "coupon_restored_twice": tr("A coupon was given back twice"),
    "closing_differs": tr("A Z report differs from the sales that arrived"),
    "receipt_number_reused": tr("A receipt number was used twice"),
    "series_reused": tr("A series of receipt numbers was used twice"),
    "unknown_member": tr("A sale names a member that the ledger does not know"),
    "unknown_product": tr("A sale names an article that the ledger does not know"),
    "previous_head_differs": tr("A till went on from another point than the ledger knows"),
    "epoch_not_opened": tr("A till's journal does not begin as it should"),
    "epoch_opened_within": tr("A till's journal begins anew in its middle"),
}
_OTHER = tr("Entries were kept that this version of the ledger cannot read")


def case_sentence(look: Look, case: CaseSum) -> str:
    """Say what happened, and how often where it was more than once."""
    words = look.words
    said = words.tr(_CASES.get(case.code, _OTHER))
    return words.tr("{what} · {n} times", what=said, n=words.number(case.count)) if case.count > 1 else said
