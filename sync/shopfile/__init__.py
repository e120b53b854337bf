"""Floor 1: reads and checks the shop file. What is returned may be trusted; what may not is refused by field and rule."""

from sync.shopfile.loader import FILE_LIMIT_BYTES, load
from sync.shopfile.shapes import MemberEntry, ShopFile, StaffEntry

__all__ = ["FILE_LIMIT_BYTES", "MemberEntry", "ShopFile", "StaffEntry", "load"]
