"""What the tour buys: goods of the demo shop chosen by what they are, with prices worked out here, apart from the till's own sums."""

from pathlib import Path
from typing import Any

import msgspec

from kiosk.demo.shop_codes import with_check_digit
from sync.base.words import Words


class Goods(msgspec.Struct, frozen=True):
    """One product as its label says it."""

    sku: str
    french: str
    english: str
    department: str
    price_minor: int
    barcode: str
    plu: str = ""

    @property
    def off_minor(self) -> int:
        """What the offer on organic goods takes off one piece."""
        return tenth(self.price_minor)


class Shelf:
    """The shop file as a customer walks through it."""

    def __init__(self, shop_file: Path) -> None:
        self._shop: dict[str, Any] = msgspec.json.decode(shop_file.read_bytes())
        self.name: str = self._shop["shop"]["name"]
        self.pins: dict[str, str] = {person["name"]: person["pin"] for person in self._shop["staff"]}

    def organic(self, number: int) -> Goods:
        """Return goods on which the offer gives a tenth."""
        return self._pick(number, lambda product: _is_piece(product) and "bio" in product["tags"])

    def plain(self, number: int, department: str) -> Goods:
        """Return goods of a department without offer or age."""
        return self._pick(
            number, lambda product: _is_piece(product) and "bio" not in product["tags"] and product["department"] == department
        )

    def dearest(self, department: str) -> Goods:
        """Return the dearest piece of a department without offer or age."""
        pieces = [
            product
            for product in self._shop["products"]
            if _is_piece(product) and product["department"] == department and "bio" not in product["tags"]
        ]
        return self.named(str(max(pieces, key=lambda product: int(product["price_minor"]))["name"]["fr"]))

    def wine(self) -> Goods:
        """Return something that is not sold to everybody."""
        return self._pick(0, lambda product: bool(product.get("age")) and product["department"] == "cave")

    def cheese(self) -> Goods:
        """Return something sold by weight."""
        return self._pick(0, lambda product: product["unit"] == "kg" and product["department"] == "fromages")

    def named(self, french: str) -> Goods:
        """Return the goods of this French name."""
        return self._pick(0, lambda product: product["name"]["fr"] == french)

    def department(self, identity: str, language: str) -> str:
        """Return a department's name."""
        return str(next(found["name"][language] for found in self._shop["departments"] if found["id"] == identity))

    def member(self, number: int) -> dict[str, Any]:
        """Return a member."""
        found: dict[str, Any] = self._shop["members"][number]
        return found

    def _pick(self, number: int, suits: Any) -> Goods:
        product = sorted(filter(suits, self._shop["products"]), key=lambda product: str(product["name"]["fr"]))[number]
        names = product["name"]
        return Goods(
            product["sku"],
            names["fr"],
            names["en"],
            product["department"],
            product["price_minor"],
            product["barcodes"][0],
            product.get("plu", ""),
        )


def tenth(amount_minor: int) -> int:
    """Return what the offer on organic goods takes off an amount, half up."""
    return (amount_minor + 5) // 10


def price_label(goods: Goods, price_minor: int) -> str:
    """Return the barcode that a scale prints for a piece at this price."""
    return with_check_digit(f"23{goods.sku}{price_minor:05d}")


def gift_card_code(number: int) -> str:
    """Return what stands on a gift card that nobody has bought yet, under the shop's own rule."""
    return with_check_digit(f"29{number:010d}")


def figures(words: Words, minor: int) -> str:
    """Return an amount without its currency, as lists show it."""
    return words.money(minor, symbol=False)


def _is_piece(product: dict[str, Any]) -> bool:
    return product["unit"] == "piece" and bool(product["price_minor"]) and not product.get("age") and product.get("sellable", True)
