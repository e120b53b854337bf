"""What screens may ask without changing anything, and the views they get. Reads run on the worker, never on the GUI thread."""

from kiosk.services.desk_views import OffersInForce, StopOffer
from kiosk.services.queries.asked import (
    AskPush,
    ConsentsOf,
    ConsentTexts,
    DayInfo,
    Departments,
    Desk,
    FindMember,
    FindReceipt,
    GoodsByPlu,
    GoodsOf,
    HeldTickets,
    MakeGoods,
    MemberCardPicture,
    MemberName,
    MemberProfile,
    OfferReasons,
    PaperText,
    PaymentOptions,
    PrinterStatus,
    PrintQueue,
    Reasons,
    RecentReceipts,
    Recovery,
    SearchGoods,
    SearchMembers,
    SettingsNow,
    StaffList,
    SyncState,
    WalletPass,
)
from kiosk.services.queries.views import (
    ConsentRow,
    DayView,
    DepartmentView,
    GoodsView,
    HeldRow,
    MakeGoodRow,
    MemberRow,
    PaperRow,
    PaymentView,
    PayWay,
    PrinterView,
    ReasonRow,
    ReceiptRow,
    RecoveryView,
    RefundRow,
    ReturnableLine,
    ReturnableReceipt,
    SettingRow,
    StaffRow,
    SyncView,
)
from kiosk.services.wallet_views import Wallet

__all__ = [
    "AskPush",
    "ConsentRow",
    "ConsentTexts",
    "ConsentsOf",
    "DayInfo",
    "DayView",
    "DepartmentView",
    "Departments",
    "Desk",
    "FindMember",
    "FindReceipt",
    "GoodsByPlu",
    "GoodsOf",
    "GoodsView",
    "HeldRow",
    "HeldTickets",
    "MakeGoodRow",
    "MakeGoods",
    "MemberCardPicture",
    "MemberName",
    "MemberProfile",
    "MemberRow",
    "OfferReasons",
    "PaperRow",
    "PaperText",
    "PayWay",
    "PaymentOptions",
    "PaymentView",
    "PrintQueue",
    "PrinterStatus",
    "PrinterView",
    "Query",
    "ReasonRow",
    "Reasons",
    "ReceiptRow",
    "RecentReceipts",
    "Recovery",
    "RecoveryView",
    "RefundRow",
    "ReturnableLine",
    "ReturnableReceipt",
    "SearchGoods",
    "SearchMembers",
    "SettingRow",
    "SettingsNow",
    "StaffList",
    "StaffRow",
    "SyncState",
    "SyncView",
    "WalletPass",
]

Query = (
    SearchGoods
    | Departments
    | GoodsOf
    | SearchMembers
    | MemberName
    | StaffList
    | SyncState
    | PrinterStatus
    | DayInfo
    | Recovery
    | Desk
    | AskPush
    | PaperText
    | HeldTickets
    | FindReceipt
    | RecentReceipts
    | Reasons
    | OfferReasons
    | ConsentsOf
    | MakeGoods
    | GoodsByPlu
    | SettingsNow
    | PrintQueue
    | PaymentOptions
    | ConsentTexts
    | FindMember
    | MemberProfile
    | MemberCardPicture
    | WalletPass
    | Wallet
    | OffersInForce
    | StopOffer
)
