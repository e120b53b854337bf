"""The drawer and the day: movements, counts, reports and closings."""

from typing import Annotated, Literal

from msgspec import Meta

from kiosk.services.commands.base import Amount, Day, Reason, Request


class OpenDay(Request, frozen=True, kw_only=True, tag="open_day"):
    float_minor: Amount
    business_day: Day


class NoSaleOpening(Request, frozen=True, kw_only=True, tag="no_sale"):
    reason: Reason


class PaidIn(Request, frozen=True, kw_only=True, tag="paid_in"):
    amount_minor: Amount
    reason: Reason


class PaidOut(Request, frozen=True, kw_only=True, tag="paid_out"):
    amount_minor: Amount
    reason: Reason


class Drop(Request, frozen=True, kw_only=True, tag="drop"):
    """Cash taken out of the drawer to the safe; `bag` is the number on the bag it goes into."""

    amount_minor: Amount
    reason: Reason
    bag: Annotated[str, Meta(min_length=1, max_length=32)] | None = None
    denominations: dict[str, int] | None = None


class XReport(Request, frozen=True, kw_only=True, tag="x_report"):
    pass


class CloseDay(Request, frozen=True, kw_only=True, tag="close_day"):
    counted_minor: Amount
    denominations: dict[str, int] | None = None


class ClosePeriod(Request, frozen=True, kw_only=True, tag="close_period"):
    period: Literal["month", "year"]
