"""Views of what a cashier looks up while selling: goods at today's price, a short number, tickets put aside, reasons."""

from kiosk.domain.products import on_day
from kiosk.services import put_aside
from kiosk.services import queries as q
from kiosk.services.pricing import today
from kiosk.services.work import Terminal
from sync.protocol.programmes import RecoveryProgramme
from sync.protocol.records import DISCOUNT_LIMITS_BP, Product

PICTURE_TAG = "pic:"


def goods(terminal: Terminal, found: list[Product]) -> list[q.GoodsView]:
    """Return products for tiles or rows, at the prices of today."""
    day = today(terminal)
    return [_goods(on_day(product, day)) for product in found]


def by_plu(terminal: Terminal, plu: str) -> q.GoodsView | None:
    """Return the product of a short number of the pad."""
    found = terminal.reference.product_by_plu(plu)
    return goods(terminal, [found])[0] if found else None


def held(terminal: Terminal, *, training: bool) -> list[q.HeldRow]:
    """Return the tickets put aside, oldest first; those for practice only while practising, and no others then."""
    return [
        q.HeldRow(
            ticket=found.ticket,
            at=found.held.at,
            staff_name=_name_of(terminal, found.held.staff),
            lines=len(found.held.basket.lines),
            gross_minor=found.held.gross_minor,
            member=found.held.basket.member.id if found.held.basket.member else "",
        )
        for found in put_aside.held_tickets(terminal)
        if found.held.training is training
    ]


def reasons(terminal: Terminal, act: str) -> list[q.ReasonRow]:
    """Return the shop's reasons for an act, in its order; those that name no act are for all."""
    listed = terminal.policy.shop.habits.reasons
    return [q.ReasonRow(reason.id, reason.name) for reason in listed if not reason.acts or act in reason.acts]


def make_goods(terminal: Terminal, role: str) -> list[q.MakeGoodRow]:
    """Return the programmes to make good, with what this role gives alone: what any lesser one gives, too."""
    found = [programme for programme in terminal.policy.programmes if isinstance(programme, RecoveryProgramme)]
    return [q.MakeGoodRow(each.id, each.name, each.gives, _most_alone(each, role)) for each in found]


def _most_alone(programme: RecoveryProgramme, role: str) -> int:
    roles = list(DISCOUNT_LIMITS_BP)
    lesser = roles[: roles.index(role) + 1] if role in roles else []
    return max((programme.most_minor.get(each, 0) for each in lesser), default=0)


def _goods(product: Product) -> q.GoodsView:
    picture = next((tag.removeprefix(PICTURE_TAG) for tag in product.tags if tag.startswith(PICTURE_TAG)), "")
    return q.GoodsView(
        sku=product.sku,
        name=product.name,
        price_minor=product.price_minor,
        unit=product.unit,
        picture=picture,
        department=product.department,
        age=product.age,
        plu=product.plu,
        blocked=bool(product.blocked),
        least_minor=product.least_minor,
        most_minor=product.most_minor,
    )


def _name_of(terminal: Terminal, staff: str) -> str:
    person = terminal.reference.staff(staff)
    return person.name if person else ""
