"""The block of a receipt that is the member's: what was earned and spent, balances, punch cards, the way to the next tier, and savings."""

from collections.abc import Iterable, Mapping

from sync.protocol.facts import PointsMovement, Sale
from sync.protocol.programmes import CashbackProgramme, PointsProgramme, Programme, PunchProgramme, Tier, TiersProgramme, unit_value_minor
from sync.protocol.records import TierState
from sync.protocol.text import in_language
from sync.rules import tiers
from sync.rules.receipt.context import ReceiptContext, Translator
from sync.rules.receipt.elements import Element, Line

_ORDER: tuple[type[Programme], ...] = (PointsProgramme, CashbackProgramme, PunchProgramme)


def member_block(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    """Return what the ticket did for its member, and what anybody saved."""
    elements: list[Element] = []
    if sale.member is not None and not sale.member.proven:
        elements += _only_earned(sale, paper, words)
    elif sale.member is not None:
        by_id = {programme.id: programme for programme in paper.programmes}
        for movement in _in_order(_moved(sale), by_id):
            before = sale.member.balances.get(movement.programme, 0)
            elements += _programme(movement, before, _tendered(sale, movement.programme), by_id.get(movement.programme), words)
        elements += _tiers(paper, words)
        elements = _addressed(elements, paper.member_name)
    if sale.discount_minor > 0:
        elements.append(Line(words.tr("You saved {amount}", amount=words.money(sale.discount_minor)), "center", small=True))
    return elements


def _only_earned(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    """What the ticket brought somebody who was only named at a kiosk: the paper goes to who stood there, and tells no more."""
    kinds = {programme.id: programme for programme in paper.programmes}
    said = [_earned(move, kinds.get(move.programme), words) for move in _in_order(sale.points, kinds) if move.earned]
    return [element for each in said for element in each]


def _earned(moved: PointsMovement, programme: Programme | None, words: Translator) -> list[Element]:
    if isinstance(programme, PunchProgramme):
        return []
    if isinstance(programme, CashbackProgramme):
        text = words.tr("{amount} cashback earned", amount=words.money(moved.earned))
    else:
        text = words.tr_n("{n} point earned", "{n} points earned", moved.earned)
    return [Line(text, "center", bold=True), *_later(moved, words)]


def _in_order(moves: Iterable[PointsMovement], by_id: Mapping[str, Programme]) -> list[PointsMovement]:
    """Points first, which the name opens; then cashback, then punch cards."""
    return sorted(moves, key=lambda move: _ORDER.index(type(kind)) if (kind := by_id.get(move.programme)) and type(kind) in _ORDER else 0)


def _moved(sale: Sale) -> Iterable[PointsMovement]:
    """Return the movements by programme; one that only paid has none of its own."""
    yield from sale.points
    known = {movement.programme for movement in sale.points}
    paid = dict.fromkeys(tender.programme for tender in sale.tenders if tender.programme and tender.programme not in known)
    yield from (PointsMovement(programme=programme) for programme in paid)


def _tendered(sale: Sale, programme: str) -> int:
    """Return the units that paid, less those paid back to."""
    return sum(-tender.points if tender.out else tender.points for tender in sale.tenders if tender.programme == programme)


def _programme(moved: PointsMovement, before: int, tendered: int, programme: Programme | None, words: Translator) -> list[Element]:
    now = 0 if moved.usable_from else moved.earned
    after = before + now + moved.restored - moved.spent - moved.reversed - tendered
    match programme:
        case CashbackProgramme():
            return _cashback(moved, after, tendered, words)
        case PunchProgramme():
            return _punches(moved, after, programme, words)
        case _:
            return _points(moved, after, tendered, programme, words)


def _points(moved: PointsMovement, after: int, tendered: int, programme: Programme | None, words: Translator) -> list[Element]:
    spent, back = moved.spent + max(tendered, 0), moved.restored + max(-tendered, 0)
    said = [
        (moved.earned, words.tr_n("{n} point earned", "{n} points earned", moved.earned)),
        (spent, words.tr_n("{n} point spent", "{n} points spent", spent)),
        (moved.reversed, words.tr_n("{n} point taken back", "{n} points taken back", moved.reversed)),
        (back, words.tr_n("{n} point given back", "{n} points given back", back)),
    ]
    balance = words.tr_n("Balance: {n} point", "Balance: {n} points", after)
    value = unit_value_minor(programme) if isinstance(programme, PointsProgramme) else 0
    if value and after > 0:
        balance += f" ({words.money(after * value)})"
    return [*_lines(amount and text for amount, text in said), *_later(moved, words), Line(balance, "center", small=True)]


def _cashback(moved: PointsMovement, after: int, tendered: int, words: Translator) -> list[Element]:
    spent, back = moved.spent + max(tendered, 0), moved.restored + max(-tendered, 0)
    said = [
        (moved.earned, words.tr("{amount} cashback earned", amount=words.money(moved.earned))),
        (spent, words.tr("{amount} cashback spent", amount=words.money(spent))),
        (moved.reversed, words.tr("{amount} cashback taken back", amount=words.money(moved.reversed))),
        (back, words.tr("{amount} cashback given back", amount=words.money(back))),
    ]
    balance = Line(words.tr("Cashback: {amount}", amount=words.money(after)), "center", small=True)
    return [*_lines(amount and text for amount, text in said), *_later(moved, words), balance]


def _punches(moved: PointsMovement, after: int, programme: PunchProgramme, words: Translator) -> list[Element]:
    """The card as it is now; a full one says that the next is free."""
    name = in_language(programme.name, words.language) or words.tr("Card")
    have, need = words.number(min(after, programme.needs)), words.number(programme.needs)
    said = words.tr("{card}: {have} of {need}", card=name, have=have, need=need)
    full = [Line(words.tr("Your card is full: the next one is on us"), "center", bold=True)] if after >= programme.needs else []
    return [Line(said, "center", bold=True), *full]


def _later(moved: PointsMovement, words: Translator) -> list[Element]:
    if not moved.usable_from or not moved.earned:
        return []
    return [Line(words.tr("to spend from {day} on", day=words.date(moved.usable_from)), "center", small=True)]


def _lines(texts: Iterable[str | int]) -> list[Element]:
    return [Line(text, "center", bold=True) for text in texts if isinstance(text, str)]


def _tiers(paper: ReceiptContext, words: Translator) -> list[Element]:
    """The tier that is held, and what is missing to the next."""
    found: list[Element] = []
    for programme in paper.programmes:
        state = paper.tiers.get(programme.id)
        if isinstance(programme, TiersProgramme) and state is not None:
            found += _tier(programme, state, words)
    return found


def _tier(programme: TiersProgramme, state: TierState, words: Translator) -> list[Element]:
    held = next((tier for tier in programme.tiers if tier.id == state.tier), None)
    following = tiers.following(programme, state)
    said = [words.tr("Tier: {tier}", tier=_name(held, words))] if held is not None else []
    if following is not None:
        said.append(_missing(programme, following, following.need - state.have, words))
    return [Line(" · ".join(said), "center", small=True)] if said else []


def _missing(programme: TiersProgramme, tier: Tier, missing: int, words: Translator) -> str:
    name = _name(tier, words)
    if programme.by == "spend":
        return words.tr("{amount} to {tier}", amount=words.money(missing), tier=name)
    if programme.by == "points":
        return words.tr_n("{n} point to {tier}", "{n} points to {tier}", missing, tier=name)
    return words.tr_n("{n} visit to {tier}", "{n} visits to {tier}", missing, tier=name)


def _name(tier: Tier, words: Translator) -> str:
    return in_language(tier.name, words.language) or tier.id


def _addressed(elements: list[Element], name: str) -> list[Element]:
    """The member's name opens the block, on the first row if that says what was earned."""
    if not name:
        return elements
    first, rest = (elements[0], elements[1:]) if elements else (Line(""), [])
    if isinstance(first, Line) and first.bold:
        return [Line(f"{name}, {first.text}", "center", bold=True), *rest]
    return [Line(name, "center", bold=True), *elements]
