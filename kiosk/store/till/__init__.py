"""till.db: the journal with its projections and open work. `TillStore` is the door."""

from kiosk.store.till.boot import mark_restored
from kiosk.store.till.projections import PERPETUAL, day_scope
from kiosk.store.till.series import Inherited, begin_series, leap
from kiosk.store.till.store import TillStore

__all__ = ["PERPETUAL", "Inherited", "TillStore", "begin_series", "day_scope", "leap", "mark_restored"]
