"""A code as any eye saw it: scanner, camera or picture. The names of symbologies are the same from all of them."""

import msgspec

LINEAR = frozenset({"EAN13", "EAN8", "UPCE", "Code128", "Code39", "Code93", "Codabar", "ITF", "DataBar"})
"""Symbologies without error correction: one glance may misread them, so one glance is not believed."""


class Code(msgspec.Struct, frozen=True):
    """What was read and where: `corners` are its four (x, y) in pixels of the picture. UPC-A and UPC-E are the EAN13 they stand for."""

    symbology: str
    text: str
    corners: tuple[tuple[int, int], ...] = ()

    @property
    def linear(self) -> bool:
        return self.symbology in LINEAR
