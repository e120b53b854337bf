"""What the manager's desk asks of offers, and the views it gets."""

from dataclasses import dataclass

from sync.protocol.text import Text


@dataclass(frozen=True)
class OffersInForce:
    """The rules that this terminal sells by."""


@dataclass(frozen=True)
class StopOffer:
    """Stop an offer, or let it go on; asked `again`, it only tells who has heard of it since (`loyalty_wire.StopAnswer`)."""

    offer: str
    stop: bool = True
    again: bool = False


@dataclass(frozen=True)
class OfferRow:
    """An offer in force; `stopped_at` is when it was stopped (ISO 8601), empty while it runs."""

    id: str
    name: Text
    kind: str
    stopped_at: str = ""


@dataclass(frozen=True)
class OffersView:
    """The bundle by version and hash (0 and the rules' own hash without a ledger), and its offers in the order in which they are asked."""

    version: int
    hash: str
    at: str
    offers: tuple[OfferRow, ...]
