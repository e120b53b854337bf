"""The shop file as it is typed: the reference records, and those of staff and members with the secrets that never travel with them."""

from typing import Literal

from sync.protocol.offers import Offer
from sync.protocol.programmes import Programme
from sync.protocol.record import Record
from sync.protocol.records import BarcodeRule, Department, GiftCard, Product, Register, Role, Shop, Store, Tax


class StaffEntry(Record, frozen=True, kw_only=True):
    """A person as the shop file names them; the PIN becomes a verifier when the file is imported."""

    id: str
    name: str
    role: Role
    pin: str


class MemberEntry(Record, frozen=True, kw_only=True):
    """A member with contact data in `profile`; the importer parts them (law 13). `progress` is what counts already towards the tiers of a
    programme, by its id: units as that programme counts them, earned on the day of the import.
    """

    id: str
    code: str = ""
    profile: dict[str, str] = {}
    tier: str = ""
    balances: dict[str, int] = {}
    segments: list[str] = []
    joined: str | None = None
    first_purchase: str | None = None
    consents: list[str] = []
    progress: dict[str, int] = {}


class ShopFile(Record, frozen=True, kw_only=True):
    """A whole shop, as TILL.md describes it."""

    version: Literal[1]
    shop: Shop
    stores: list[Store]
    registers: list[Register]
    departments: list[Department]
    staff: list[StaffEntry]
    taxes: list[Tax] = []
    products: list[Product] = []
    barcode_rules: list[BarcodeRule] = []
    members: list[MemberEntry] = []
    gift_cards: list[GiftCard] = []
    offers: list[Offer] = []
    programmes: list[Programme] = []
