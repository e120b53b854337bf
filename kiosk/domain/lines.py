"""One line of a basket: made from a product and a measure, or from what a customer gives back. Refuses what cannot be sold so."""

import msgspec

from kiosk.domain.products import open_price, require_sellable
from sync.protocol.errors import Refusal
from sync.protocol.facts import SoldLine
from sync.protocol.money import MINOR_LIMIT, divide_half_up
from sync.protocol.records import Product
from sync.protocol.text import Text

QUANTITY_LIMIT = 9_999
WEIGHT_LIMIT_G = 1_000_000
DEPOSIT = "deposit"
"""Kind of a container's deposit: sold with the line `parent`, or paid out (no parent, negative) for an empty one taken back."""
GIFT_CARD = "gift_card"
"""Kind of a gift card sold: a liability, no goods."""
_PICTURE = "pic:"


class BasketLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line: pieces in `quantity`, or grams in `weight_g` with `quantity` 0. `unit_price_minor` is a piece's or a kilogram's.

    `amount_minor` is set where a label fixes the price of the whole line. `frozen` is set on a returned line: its amounts, negative.
    `kind`, `parent`, `card` and `regular_price_minor` are as on the sold line. Only goods (no kind) see offers, points and discounts.
    """

    line: int
    sku: str
    name: Text
    department: str
    unit: str = "piece"
    taxes: list[str] = []
    tags: list[str] = []
    quantity: int = 0
    weight_g: int | None = None
    unit_price_minor: int
    amount_minor: int | None = None
    age: int | None = None
    picture: str = ""
    frozen: SoldLine | None = None
    kind: str = ""
    parent: int = 0
    card: str = ""
    regular_price_minor: int | None = None
    take_away_taxes: list[str] | None = None
    voucher: bool = False

    @property
    def is_goods(self) -> bool:
        """True for goods sold here and now: what discounts may touch."""
        return self.frozen is None and not self.kind

    @property
    def takes_back(self) -> bool:
        """True for an empty container taken in, whose line pays out."""
        return self.frozen is None and self.kind == DEPOSIT and not self.parent

    @property
    def pieces(self) -> int:
        """Pieces moved, in whichever direction."""
        return abs(self.quantity)

    @property
    def taxes_away(self) -> list[str]:
        """The taxes on a ticket to take away."""
        return self.taxes if self.take_away_taxes is None else self.take_away_taxes

    @property
    def seen_minor(self) -> int:
        """Price times quantity before discounts, in the shop's price mode."""
        if self.frozen is not None:
            return self.frozen.amount_minor
        if self.amount_minor is not None:
            return self.amount_minor
        if self.weight_g is not None:
            return divide_half_up(self.unit_price_minor * self.weight_g, 1_000)
        return self.unit_price_minor * self.quantity


def line_of(
    product: Product, number: int, quantity: int, weight_g: int | None, amount_minor: int | None, price_minor: int | None
) -> BasketLine:
    """Return the line that adding `product` so opens; refuses what is not sellable, and a measure or a price it does not take."""
    require_sellable(product)
    _require_measure(product, quantity, weight_g, amount_minor)
    return BasketLine(
        line=number,
        sku=product.sku,
        name=product.name,
        department=product.department,
        unit=product.unit,
        taxes=product.taxes,
        tags=product.tags,
        quantity=_signed(product, quantity) if weight_g is None else 0,
        weight_g=weight_g,
        unit_price_minor=amount_minor if amount_minor is not None and weight_g is None else _price_of(product, price_minor),
        # What a machine printed for empties is paid out as they are.
        amount_minor=None if amount_minor is None else _signed(product, amount_minor),
        age=product.age,
        picture=next((tag.removeprefix(_PICTURE) for tag in product.tags if tag.startswith(_PICTURE)), ""),
        kind=DEPOSIT if product.takes_back else "",
        take_away_taxes=product.take_away_taxes,
        voucher=product.voucher,
    )


def deposit_line(deposit: Product, number: int, parent: BasketLine) -> BasketLine:
    """Return the line of the deposit that goes with `parent`, piece for piece; by itself a deposit need not be for sale."""
    line = line_of(msgspec.structs.replace(deposit, sellable=True, blocked=""), number, parent.pieces, None, None, None)
    return msgspec.structs.replace(line, kind=DEPOSIT, parent=parent.line)


def gift_card_line(number: int, card: str, amount_minor: int, name: Text) -> BasketLine:
    """Return the line that sells a gift card: no tax and no goods, for it is owed."""
    return BasketLine(
        line=number, sku=GIFT_CARD, name=name, department="", quantity=1, unit_price_minor=amount_minor, kind=GIFT_CARD, card=card
    )


def _signed(product: Product, size: int) -> int:
    return -size if product.takes_back else size


def _require_measure(product: Product, quantity: int, weight_g: int | None, amount_minor: int | None) -> None:
    """Pieces for goods by the piece, grams for goods by weight; a price label stands for one piece of either, or for a weight."""
    if amount_minor is not None and not 0 < amount_minor < MINOR_LIMIT:
        raise Refusal("amount_limit", field="amount_minor")
    if weight_g is not None:
        if product.unit != "kg":
            raise Refusal("sold_by_piece", field="weight_g", sku=product.sku)
        if not 1 <= weight_g <= WEIGHT_LIMIT_G:
            raise Refusal("weight_limit", field="weight_g", most=WEIGHT_LIMIT_G)
        return
    if product.unit == "kg" and amount_minor is None:
        raise Refusal("weight_needed", field="weight_g", sku=product.sku)
    if amount_minor is not None and quantity != 1:
        raise Refusal("quantity_limit", field="quantity", most=1)
    require_quantity(quantity)


def _price_of(product: Product, price_minor: int | None) -> int:
    if product.price_minor is None:
        if price_minor is None:
            raise Refusal("price_needed", field="price_minor", sku=product.sku)
        return open_price(product, price_minor, MINOR_LIMIT)
    if price_minor is not None:
        raise Refusal("price_fixed", field="price_minor", sku=product.sku)
    return product.price_minor


def joins(newest: BasketLine, line: BasketLine) -> bool:
    """Tell whether both are the same piece goods at the same price; a weight or a label's price is a thing of its own."""
    by_piece = newest.weight_g is None and newest.amount_minor is None and line.weight_g is None and line.amount_minor is None
    same = (newest.sku, newest.unit_price_minor, newest.taxes) == (line.sku, line.unit_price_minor, line.taxes)
    return by_piece and same and newest.frozen is None and newest.regular_price_minor is None


def require_quantity(quantity: int) -> None:
    """Refuse (`quantity_limit`) what is no number of pieces a line may hold."""
    if not 1 <= quantity <= QUANTITY_LIMIT:
        raise Refusal("quantity_limit", field="quantity", most=QUANTITY_LIMIT)


def returned_line(line: SoldLine, number: int) -> BasketLine:
    """Return the basket's line for goods given back, under its own number."""
    return BasketLine(
        line=number,
        sku=line.sku,
        name=line.name,
        department=line.department,
        unit="piece" if line.weight_g is None else "kg",
        taxes=[tax.id for tax in line.taxes],
        quantity=line.quantity,
        weight_g=line.weight_g,
        unit_price_minor=line.unit_price_minor,
        frozen=msgspec.structs.replace(line, line=number),
        kind=line.kind,
        card=line.card,
    )
