"""till.db: the journal with its projections and open work. `TillStore` is the door."""

from kiosk.store.till.projections import PERPETUAL, day_scope
from kiosk.store.till.series import begin_series
from kiosk.store.till.store import TillStore

__all__ = ["PERPETUAL", "TillStore", "begin_series", "day_scope"]
