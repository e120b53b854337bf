"""What crosses from one store to others after its own transaction: returns of their receipts, and what moved on their cards."""

from sync.ledger import card_crossings, returned
from sync.ledger.context import Context


def deliver(context: Context, store: str) -> None:
    """Bring what waits in the store's outboxes; what fails now is brought with its next batch."""
    returned.deliver(context, store)
    card_crossings.deliver(context, store)
