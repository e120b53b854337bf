"""Goods into the ticket and out of it: scan, add, change, void, price check and the age question."""

from kiosk.domain import basket as baskets
from kiosk.domain.products import on_day, require_sellable
from kiosk.services import card_balances, coupons, members, price_card, resolve, returns
from kiosk.services.commands import Add, AgeCheck, PriceCheck, Scan, SetQuantity, TaxMode, VoidLine
from kiosk.services.discounts import require_amount_covers, require_taxes_paid
from kiosk.services.membership import lookup
from kiosk.services.pricing import today
from kiosk.services.ticket import current, put_basket, require_basket
from kiosk.services.traces import trace_lost
from kiosk.services.work import Work
from sync.protocol import tokens
from sync.protocol.errors import Refusal
from sync.protocol.records import Product


def scan(work: Work, command: Scan) -> None:
    """Take whatever a scanner sees: goods, a member, a coupon, a receipt, or a gift card, whose balance is told."""
    work.require_day()
    if tokens.kind_of(command.code) == "coupon":
        coupons.lay(work, coupons.read(work.terminal, command.code), command.code)
        return
    try:
        found = resolve.resolve(work.terminal, command.code, command.symbology)
    except lookup.UnknownMember as unknown:
        members.ask_for(work, unknown, command.code, shown=not unknown.request.key)
        return
    if isinstance(found, resolve.FoundGoods):
        put_in(work, found.product, quantity=found.quantity or 1, weight_g=found.weight_g, amount_minor=found.amount_minor)
    elif isinstance(found, resolve.FoundMember):
        members.attach(work, found.member, shown=found.by_card)
    elif isinstance(found, resolve.FoundCode):
        coupons.name_code(work, found.code)
    elif isinstance(found, resolve.FoundGiftCard):
        card_balances.tell(work, found.code)
    elif isinstance(found, resolve.FoundReceipt):
        returns.give_back_all(work, found)


def add(work: Work, command: Add) -> None:
    """Add goods by their number, with pieces, grams or an open price."""
    work.require_day()
    product = work.terminal.reference.product(command.sku) or work.terminal.reference.product_by_plu(command.sku)
    if product is None:
        raise Refusal("unknown_sku", field="sku")
    if command.quantity is not None and command.weight_g is not None:
        raise Refusal("bad_request", field="weight_g", rule="one_of: quantity, weight_g")
    if command.quantity is None and command.weight_g is None and product.unit != "kg":
        raise Refusal("bad_request", field="quantity", rule="one_of: quantity, weight_g")
    put_in(work, product, quantity=command.quantity or 1, weight_g=command.weight_g, price_minor=command.price_minor)


def put_in(
    work: Work,
    product: Product,
    *,
    quantity: int = 1,
    weight_g: int | None = None,
    amount_minor: int | None = None,
    price_minor: int | None = None,
) -> None:
    """Ring goods up at the price of today: pieces, a weight (from a scale, a label or keyed), a label's price or a keyed one."""
    require_sellable(product)
    require_age(work, product)
    changed = baskets.add_product(
        current(work),
        on_day(product, today(work.terminal)),
        quantity=quantity,
        weight_g=weight_g,
        amount_minor=amount_minor,
        price_minor=price_minor,
        deposit=resolve.deposit_of(work.terminal, product),
    )
    fresh = next(line.line for line in reversed(changed.lines) if not line.parent)
    if price_minor is not None:
        require_taxes_paid(work, changed, fresh)
    elif amount_minor is not None or weight_g is not None:
        require_amount_covers(work, changed, fresh, "code" if amount_minor is not None else "weight_g")
    put_basket(work, changed)


def set_mode(work: Work, command: TaxMode) -> None:
    """Eat in, take away, or an exempt buyer; it may come before the first article."""
    work.require_day()
    put_basket(work, baskets.set_mode(current(work), command.mode))


def set_quantity(work: Work, command: SetQuantity) -> None:
    """Set the pieces of a line; fewer than before leave a trace (law 14)."""
    open_basket = require_basket(work)
    changed = baskets.set_quantity(open_basket, command.line, command.quantity)
    put_basket(work, changed)
    trace_lost(work, open_basket, changed)


def void_line(work: Work, command: VoidLine) -> None:
    """Take a line, or some of its pieces, off the ticket; it leaves a trace (law 14)."""
    open_basket = require_basket(work)
    changed = baskets.void_line(open_basket, command.line, command.quantity)
    put_basket(work, changed)
    trace_lost(work, open_basket, changed)


def check_price(work: Work, command: PriceCheck) -> None:
    """Tell what a code is and costs, to anybody and to a member, and whether it may be sold; the ticket stays as it is."""
    found = resolve.resolve(work.terminal, command.code)
    if not isinstance(found, resolve.FoundGoods):
        raise Refusal("unknown_code", field="code")
    work.extra["price"] = price_card.of(work.terminal, found)


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


def require_age(work: Work, product: Product) -> None:
    """Ask for proof of age once a ticket; the refusal is answered with `age_check`, then the goods are scanned again."""
    needed = baskets.age_needed(current(work), product)
    if needed is not None:
        raise AgeNeeded(needed)


class AgeNeeded(Refusal):
    """The refusal that asks a question; the till remembers which age it asked for."""

    def __init__(self, age: int) -> None:
        super().__init__("age_check_needed", age=age)
        self.age = age
