"""Goods on the ticket, and the ticket put aside and taken up."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.services.commands.base import Amount, LineNumber, Paper, Quantity, Reason, Request, Scanned, Text64, Weight


class Scan(Request, frozen=True, kw_only=True, tag="scan"):
    code: Scanned
    symbology: Text64 | None = None


class Add(Request, frozen=True, kw_only=True, tag="add"):
    sku: Text64
    quantity: Quantity | None = None
    weight_g: Weight | None = None
    price_minor: Amount | None = None


class SetQuantity(Request, frozen=True, kw_only=True, tag="quantity"):
    line: LineNumber
    quantity: Quantity


class VoidLine(Request, frozen=True, kw_only=True, tag="void_line"):
    line: LineNumber
    quantity: Quantity | None = None


class Discount(Request, frozen=True, kw_only=True, tag="discount"):
    line: LineNumber | None = None
    percent_bp: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    amount_minor: Amount | None = None
    kind: Literal["manual", "staff"] = "manual"
    reason: Reason


class OverridePrice(Request, frozen=True, kw_only=True, tag="override_price"):
    line: LineNumber
    price_minor: Amount
    reason: Reason


class AgeCheck(Request, frozen=True, kw_only=True, tag="age_check"):
    passed: bool


class PriceCheck(Request, frozen=True, kw_only=True, tag="price_check"):
    code: Scanned


class Weigh(Request, frozen=True, kw_only=True, tag="weigh"):
    sku: Text64


class TaxMode(Request, frozen=True, kw_only=True, tag="tax_mode"):
    mode: Literal["eat_in", "take_away", "exempt"]


class Hold(Request, frozen=True, kw_only=True, tag="hold"):
    pass


class Recall(Request, frozen=True, kw_only=True, tag="recall"):
    ticket: Text64


class CancelBasket(Request, frozen=True, kw_only=True, tag="cancel_basket"):
    paper: Paper | None = None


class Undo(Request, frozen=True, kw_only=True, tag="undo"):
    paper: Paper | None = None


class ReturnPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    line: LineNumber
    quantity: Quantity | None = None


class Return(Request, frozen=True, kw_only=True, tag="return"):
    receipt: Scanned
    lines: Annotated[list[ReturnPart], Meta(min_length=1, max_length=1_000)] | None = None


class SellGiftCard(Request, frozen=True, kw_only=True, tag="gift_card"):
    amount_minor: Amount
    code: Scanned
