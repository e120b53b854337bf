"""Eleven common acts: how many taps two peers describe in their public help, and which keys and taps do the same here.

Figures, letters and scans are counted nowhere. None: the peer's help does not describe the act. Every source was read on the stored public
web; a peer may have become shorter since.
"""

from typing import NamedTuple

LOYVERSE, SQUARE = "https://help.loyverse.com/help/", "https://squareup.com/help/"


class CommonAct(NamedTuple):
    """`keys` are key sequences, `taps` names of keys on the screen, or `list:row` for a row of a list."""

    name: str
    loyverse: int | None
    square: int | None
    sources: tuple[str, ...]
    keys: tuple[str, ...]
    taps: tuple[str, ...]

    @property
    def fewest_elsewhere(self) -> int:
        return min(count for count in (self.loyverse, self.square) if count is not None)


ACTS = (
    CommonAct(
        "exact cash sale",
        None,
        3,  # Charge, Cash, New Sale
        (SQUARE + "au/en/article/5429",),
        ("Return", "Return", "Return"),
        ("pay", "finish", "finish"),
    ),
    CommonAct(
        "10 % off the article just sold",
        3,  # the item, the discount, Save
        4,  # Current Sale, the item, the discount, Save
        (LOYVERSE + "how-apply-discounts-during-sale", SQUARE + "ca/en/article/5362-apply-discounts"),
        ("F3", "F8"),
        ("discount", "reason_damaged"),
    ),
    CommonAct(
        "10 % off the whole ticket",
        None,
        2,  # Discounts, the discount
        (SQUARE + "ca/en/article/5362-apply-discounts",),
        ("Ctrl+F3", "F8"),
        ("discount", "ticket_damaged"),
    ),
    CommonAct("put the ticket on hold", 2, None, (LOYVERSE + "open-tickets",), ("F6",), ("hold",)),  # Save, Save
    CommonAct("bring a ticket back", 2, None, (LOYVERSE + "open-tickets",), ("F6", "Return"), ("hold", "choices:0")),  # Open tickets, it
    CommonAct(
        "give a whole receipt back",
        6,  # menu, Receipts, the receipt, Refund, the item, Refund
        None,
        (LOYVERSE + "how-issue-refund-loyverse-pos",),
        ("Return", "Return", "Return", "Return"),
        ("pay", "finish", "card_accepted", "finish"),
    ),
    CommonAct(
        "cash paid in",
        None,
        3,  # Actions, Add Paid In/Out, Save
        (SQUARE + "us/en/article/6346-cash-management-with-square-for-retail",),
        ("F10", "F6", "F2"),
        ("menu", "paid_in", "reason_damaged"),
    ),
    CommonAct(
        "open the drawer without a sale",
        None,
        2,  # Actions, Open Cash Drawer; a tap on 0.00 does it too, and asks for no reason, which is one of the two taps here
        (SQUARE + "ca/en/article/6346-cash-management-with-square-for-retail",),
        ("Ctrl+F8", "F2"),
        ("empty_no_sale", "choices:0"),
    ),
    CommonAct(
        "the receipt by e-mail",
        6,  # menu, Receipts, the receipt, the three dots, Send receipt, Send
        None,
        (LOYVERSE + "receipts-list-pos",),
        ("F8", "Return"),
        ("mail", "confirm"),
    ),
    CommonAct(
        "print the last receipt again",
        5,  # menu, Receipts, the receipt, the three dots, Print receipt
        None,
        (LOYVERSE + "receipts-list-pos",),
        ("F9",),
        ("print_again",),
    ),
    CommonAct(
        "count and close the day",
        None,
        3,  # Actions, Close Cash Drawer, Next; in another of its programs six
        (SQUARE + "us/en/article/6346-cash-management-with-square-for-retail",),
        ("F10", "F4", "F4"),
        ("menu", "count", "close_day"),
    ),
)
