"""What the manager's desk asks of offers, and the views it gets."""

import msgspec

from sync.protocol.text import Text


class OffersInForce(msgspec.Struct, frozen=True):
    """The rules that this terminal sells by."""


class StopOffer(msgspec.Struct, frozen=True):
    """Stop an offer, or let it go on; asked `again`, it only tells who has heard of it since (`loyalty_wire.StopAnswer`)."""

    offer: str
    stop: bool = True
    again: bool = False


class OfferRow(msgspec.Struct, frozen=True):
    """An offer in force; `stopped_at` is when it was stopped (ISO 8601), empty while it runs."""

    id: str
    name: Text
    kind: str
    stopped_at: str = ""


class OffersView(msgspec.Struct, frozen=True):
    """The bundle by version and hash (0 and the rules' own hash without a ledger), and its offers in the order in which they are asked."""

    version: int
    hash: str
    at: str
    offers: tuple[OfferRow, ...]
