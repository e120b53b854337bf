"""The requests of a till, typed: TILL.md's table, one struct a request. Screens and the headless till speak these and nothing else.

Bounds are checked here, at the edge, once; an unknown field or a wrong type is refused by name.
"""

from kiosk.services.commands.base import (
    DAY_PATTERN,
    MEMBER_PATTERN,
    PIN_PATTERN,
    QUANTITY_LIMIT,
    WEIGHT_LIMIT_G,
    Amount,
    Day,
    LineNumber,
    Paper,
    Pin,
    Quantity,
    Reason,
    Request,
    Scanned,
    Text64,
    Weight,
)
from kiosk.services.commands.drawer import CloseDay, ClosePeriod, Drop, NoSaleOpening, OpenDay, PaidIn, PaidOut, XReport
from kiosk.services.commands.machine import ChangeSetting, Clock, State, Sync
from kiosk.services.commands.members import (
    ChangeProfile,
    Consent,
    ConsentAsked,
    Coupon,
    DropReward,
    EraseMember,
    Explain,
    ExportMember,
    Join,
    MemberCard,
    ProfileFields,
    Recovery,
    Reward,
    SetMember,
    ShowWallet,
)
from kiosk.services.commands.papers import Buyer, Invoice, Reprint, Reroute, SendReceipt, TestPage
from kiosk.services.commands.paying import CardAnswer, Finish, TenderMoney
from kiosk.services.commands.people import Approve, Lock, Login, Logout, Training
from kiosk.services.commands.selling import (
    Add,
    AgeCheck,
    CancelBasket,
    Discount,
    Hold,
    OverridePrice,
    PriceCheck,
    Recall,
    Return,
    ReturnPart,
    Scan,
    SellGiftCard,
    SetQuantity,
    TaxMode,
    Undo,
    VoidLine,
    Weigh,
)

__all__ = [
    "DAY_PATTERN",
    "MEMBER_PATTERN",
    "PIN_PATTERN",
    "QUANTITY_LIMIT",
    "WEIGHT_LIMIT_G",
    "Add",
    "AgeCheck",
    "Amount",
    "Approve",
    "Buyer",
    "CancelBasket",
    "CardAnswer",
    "ChangeProfile",
    "ChangeSetting",
    "Clock",
    "CloseDay",
    "ClosePeriod",
    "Command",
    "Consent",
    "ConsentAsked",
    "Coupon",
    "Day",
    "Discount",
    "Drop",
    "DropReward",
    "EraseMember",
    "Explain",
    "ExportMember",
    "Finish",
    "Hold",
    "Invoice",
    "Join",
    "LineNumber",
    "Lock",
    "Login",
    "Logout",
    "MemberCard",
    "NoSaleOpening",
    "OpenDay",
    "OverridePrice",
    "PaidIn",
    "PaidOut",
    "Paper",
    "Pin",
    "PriceCheck",
    "ProfileFields",
    "Quantity",
    "Reason",
    "Recall",
    "Recovery",
    "Reprint",
    "Request",
    "Reroute",
    "Return",
    "ReturnPart",
    "Reward",
    "Scan",
    "Scanned",
    "SellGiftCard",
    "SendReceipt",
    "SetMember",
    "SetQuantity",
    "ShowWallet",
    "State",
    "Sync",
    "TaxMode",
    "TenderMoney",
    "TestPage",
    "Text64",
    "Training",
    "Undo",
    "VoidLine",
    "Weigh",
    "Weight",
    "XReport",
    "tag_of",
]

Command = (
    Login
    | Logout
    | Approve
    | OpenDay
    | Scan
    | Add
    | SetQuantity
    | VoidLine
    | Discount
    | OverridePrice
    | SetMember
    | Join
    | ChangeProfile
    | Consent
    | MemberCard
    | ShowWallet
    | ExportMember
    | EraseMember
    | Coupon
    | Reward
    | DropReward
    | Explain
    | Recovery
    | Hold
    | Recall
    | TenderMoney
    | CardAnswer
    | Finish
    | CancelBasket
    | Undo
    | Return
    | SellGiftCard
    | Reprint
    | SendReceipt
    | NoSaleOpening
    | PaidIn
    | PaidOut
    | Drop
    | XReport
    | CloseDay
    | AgeCheck
    | PriceCheck
    | Weigh
    | TaxMode
    | Lock
    | Training
    | Invoice
    | ClosePeriod
    | TestPage
    | Reroute
    | ChangeSetting
    | Sync
    | State
    | Clock
)


def tag_of(command: Command) -> str:
    """Return the request's name as TILL.md writes it."""
    return str(type(command).__struct_config__.tag)
