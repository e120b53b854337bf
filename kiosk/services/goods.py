"""Goods into the ticket and out of it: scan, add, change, void, price check and the age question."""

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.services import coupons, members, resolve, returns
from kiosk.services.commands import Add, AgeCheck, PriceCheck, Scan, SetQuantity, VoidLine
from kiosk.services.ticket import current, put_basket, require_basket
from kiosk.services.work import Work
from sync.protocol import facts
from sync.protocol.errors import Refusal
from sync.protocol.records import Product
from sync.protocol.text import in_language


def scan(work: Work, command: Scan) -> None:
    """Take whatever a scanner sees: goods, a member, a coupon or a receipt."""
    work.require_day()
    found = resolve.resolve(work.terminal, command.code)
    if isinstance(found, resolve.FoundGoods):
        _put_in(work, found)
    elif isinstance(found, resolve.FoundMember):
        members.attach(work, found.member)
    elif isinstance(found, resolve.FoundCoupon):
        coupons.lay(work, found.token)
    else:
        returns.give_back_all(work, found.number)


def add(work: Work, command: Add) -> None:
    """Add goods by their number, with pieces, grams or an open price."""
    work.require_day()
    product = work.terminal.reference.product(command.sku)
    if product is None:
        raise Refusal("unknown_sku", field="sku")
    if command.quantity is not None and command.weight_g is not None:
        raise Refusal("bad_request", field="weight_g", rule="one of quantity or weight_g")
    _require_age(work, product)
    quantity = command.quantity if command.quantity is not None else 1
    changed = baskets.add_product(current(work), product, quantity=quantity, weight_g=command.weight_g, price_minor=command.price_minor)
    put_basket(work, changed)


def set_quantity(work: Work, command: SetQuantity) -> None:
    """Set the pieces of a line; fewer than before leave a trace (law 14)."""
    open_basket = require_basket(work)
    before = open_basket.line_at(command.line)
    put_basket(work, baskets.set_quantity(open_basket, command.line, command.quantity))
    fewer = before.quantity - command.quantity
    if fewer > 0:
        _trace(work, open_basket, command.line, fewer)


def void_line(work: Work, command: VoidLine) -> None:
    """Take a line, or some of its pieces, off the ticket; it leaves a trace (law 14)."""
    open_basket = require_basket(work)
    put_basket(work, baskets.void_line(open_basket, command.line, command.quantity))
    _trace(work, open_basket, command.line, command.quantity)


def check_price(work: Work, command: PriceCheck) -> None:
    """Tell what a code is and costs, and leave the ticket as it is."""
    found = resolve.resolve(work.terminal, command.code)
    if not isinstance(found, resolve.FoundGoods):
        raise Refusal("unknown_code", field="code")
    product = found.product
    work.extra["price"] = {
        "sku": product.sku,
        "name": in_language(product.name, work.terminal.words.language),
        "price_minor": product.price_minor if found.amount_minor is None else found.amount_minor,
        "unit": product.unit,
        "quantity": found.quantity,
    }


def answer_age(work: Work, command: AgeCheck) -> None:
    """Take the answer to the age question: once passed, such goods may be scanned, and are not asked about again in this ticket."""
    asked = work.session.age_asked
    if asked is None:
        raise Refusal("no_age_question")
    if not command.passed:
        work.change("basket", age_asked=None)
        return
    proven = baskets.with_age_proven(current(work), asked)
    work.change("basket", basket=proven, age_asked=None)


def _put_in(work: Work, found: resolve.FoundGoods) -> None:
    product = found.product
    _require_age(work, product)
    quantity, weight_g, amount_minor = found.quantity, found.weight_g, found.amount_minor
    put_basket(work, baskets.add_product(current(work), product, quantity=quantity or 1, weight_g=weight_g, amount_minor=amount_minor))


def _require_age(work: Work, product: Product) -> None:
    """Ask for proof of age once a ticket; the refusal is answered with `age_check`, then the goods are scanned again."""
    needed = baskets.age_needed(current(work), product)
    if needed is not None:
        raise AgeNeeded(needed)


class AgeNeeded(Refusal):
    """The refusal that asks a question; the till remembers which age it asked for."""

    def __init__(self, age: int) -> None:
        super().__init__("age_check_needed", age=age)
        self.age = age


def _trace(work: Work, before: Basket, line: int, quantity: int | None) -> None:
    """Journal what left the ticket."""
    gone = before.line_at(line)
    pieces = quantity if quantity is not None else gone.quantity
    amount = gone.seen_minor if pieces == gone.quantity else gone.unit_price_minor * pieces
    work.append(facts.LineVoided(basket=before.id, sku=gone.sku, quantity=pieces, weight_g=gone.weight_g, amount_minor=amount))
