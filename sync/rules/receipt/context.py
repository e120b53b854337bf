"""What a paper needs beyond its fact: the shop's words, the moment, and names that are given only at print time (law 13)."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from sync.protocol.programmes import Programme
from sync.protocol.records import Shop, Store, Tax, TierState
from sync.protocol.text import Text


class Translator(Protocol):
    """One language's words and formats; `sync.base.words.Words` is one."""

    @property
    def language(self) -> str: ...
    def tr(self, message: str, /, **params: object) -> str: ...
    def tr_n(self, one: str, many: str, n: int, /, **params: object) -> str: ...
    def money(self, minor: int, currency: str | None = None, digits: int | None = None, *, symbol: bool = True) -> str: ...
    def number(self, value: int) -> str: ...
    def weight(self, grams: int) -> str: ...
    def percent(self, rate_bp: int) -> str: ...
    def date(self, iso: str, style: str = "long") -> str: ...
    def month(self, key: str) -> str: ...
    def time(self, iso: str) -> str: ...
    def date_time(self, iso: str) -> str: ...


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """Every paper's head and foot. `at` an ISO 8601 instant, `cashier` a first name, `entry_hash` hexadecimal, `seq` the entry's number.

    `duplicate` marks a copy, `copy` counts the copies of one sale from 1 (0 where they are not counted); `training` marks practice.
    """

    shop: Shop
    store: Store
    register: str
    at: str
    cashier: str = ""
    software: str = "Comptoir"
    entry_hash: str = ""
    seq: int = 0
    duplicate: bool = False
    copy: int = 0
    training: bool = False
    logo: bool = True
    taxes: Sequence[Tax] = ()


class ReceiptContext(Paper, frozen=True, kw_only=True):
    """A sale's paper. `code` is the receipt's signed token, `offers` names offers by id; `member_name` lives no longer than the paper.

    `open_drawer` puts the drawer's kick first, so that change is given while the paper runs. `card_balances` is what is left on a gift
    card or store credit by its id, where it is known; `tiers` is where the member stands, this sale included, by programme. `credit_codes`
    are the codes of credits given out on this very paper, by id: as good as money, they stand on the first paper only. `products` names
    suggested goods by sku; of one that is not there nothing is said.
    """

    code: str = ""
    member_name: str = ""
    offers: Mapping[str, Text] = {}
    programmes: Sequence[Programme] = ()
    open_drawer: bool = False
    card_balances: Mapping[str, int] = {}
    tiers: Mapping[str, TierState] = {}
    credit_codes: Mapping[str, str] = {}
    products: Mapping[str, Text] = {}
