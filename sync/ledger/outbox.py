"""What crosses from one store to others after its own transaction: returns of receipts, what moved on cards and for members."""

from sync.ledger import card_crossings, parcel_delivery, returned
from sync.ledger.context import Context


def deliver(context: Context, store: str) -> None:
    """Bring what waits in the store's outboxes; what fails now is brought with its next batch."""
    returned.deliver(context, store)
    card_crossings.deliver(context, store)
    parcel_delivery.deliver(context, store)
