"""reference.db: what the shop is, sells and offers, as pulled from the ledger. `ReferenceStore` is the door."""

from kiosk.store.reference.reads import DepartmentCount
from kiosk.store.reference.store import ReferenceStore

__all__ = ["DepartmentCount", "ReferenceStore"]
