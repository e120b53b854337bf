"""What happens to a drawer and to the books that are kept of it: days, cash, closings, archives and epochs, as facts."""

from sync.protocol.values import Fact, TaxShare, TenderTotal


class EpochOpened(Fact, tag="epoch_opened", frozen=True, kw_only=True):
    """First entry of every epoch; names the one before and the last head known (empty for the first)."""

    register: str
    store: str
    series: str
    software: str
    previous_epoch: str = ""
    previous_seq: int = 0
    previous_hash: str = ""
    perpetual_minor: int = 0
    z_number: int = 0
    reason: str = "enrolled"


class DayOpened(Fact, tag="day_opened", frozen=True, kw_only=True):
    business_day: str
    float_minor: int
    opening_over_short_minor: int = 0


class CashMoved(Fact, tag="cash_moved", frozen=True, kw_only=True):
    """Paid-in, paid-out or drop; `amount_minor` is positive and `kind` tells the direction. `reason` is a salted hash if typed.

    `bag` is the number on the bag that a drop went into; `denominations` counts by value in minor units, where it was counted.
    """

    kind: str
    amount_minor: int
    reason: str = ""
    bag: str = ""
    denominations: dict[str, int] = {}


class NoSale(Fact, tag="no_sale", frozen=True, kw_only=True):
    reason: str = ""


class DayClosed(Fact, tag="day_closed", frozen=True, kw_only=True):
    """The Z report: sums of stored values of one period, and the count of the drawer (`denominations`: counts by value in minor units)."""

    business_day: str
    z_number: int
    sales_minor: int
    returns_minor: int
    receipts: int
    taxes: list[TaxShare]
    tenders: list[TenderTotal]
    float_minor: int
    paid_in_minor: int = 0
    paid_out_minor: int = 0
    drops_minor: int = 0
    rounding_minor: int = 0
    expected_minor: int
    counted_minor: int
    over_short_minor: int
    period_total_minor: int
    perpetual_total_minor: int
    gift_cards_sold_minor: int = 0
    gift_cards_returned_minor: int = 0
    denominations: dict[str, int] = {}
    blind: bool = False


class PeriodClosed(Fact, tag="period_closed", frozen=True, kw_only=True):
    """A month ("2026-11") or year ("2026") closed: sums of the stored values of its Z reports, `first_z` to `last_z`."""

    period: str
    key: str
    first_z: int
    last_z: int
    first_seq: int
    last_seq: int
    sales_minor: int
    returns_minor: int
    receipts: int
    taxes: list[TaxShare]
    tenders: list[TenderTotal]
    rounding_minor: int = 0
    period_total_minor: int
    perpetual_total_minor: int
    gift_cards_sold_minor: int = 0
    gift_cards_returned_minor: int = 0


class ArchiveMade(Fact, tag="archive_made", frozen=True, kw_only=True):
    """A signed archive of a closed period was written; `sha256` is the file's, in hexadecimal."""

    period: str
    key: str
    first_seq: int
    last_seq: int
    sha256: str


class EpochClosed(Fact, tag="epoch_closed", frozen=True, kw_only=True):
    """Last entry of an epoch that was ended on purpose (`reason`: year or size); the next epoch's first entry names it."""

    perpetual_minor: int
    z_number: int
    reason: str


class SoftwareChanged(Fact, tag="software_changed", frozen=True, kw_only=True):
    """From here on another version of the program sells at this till."""

    previous: str
    software: str
