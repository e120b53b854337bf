"""The names of what a person does at a till: what a role may be asked for, and what a reason of the shop may be offered for."""

from typing import Literal

Act = Literal[
    "sell",
    "void",
    "cancel",
    "age_check",
    "reprint",
    "open_day",
    "close_day",
    "x_report",
    "return",
    "paid_in",
    "paid_out",
    "drop",
    "no_sale",
    "discount",
    "override_price",
    "tax_exempt",
    "card_word",
    "refund_cash",
    "invoice",
    "join",
    "profile",
    "member_card",
    "export_member",
    "erase_member",
    "training",
    "close_period",
    "settings",
    "recovery",
]
