"""What became of an offer, a coupon or a reward, in words for the people at the counter: the trace's codes and numbers become sentences."""

from collections.abc import Callable, Iterable, Mapping

from kiosk.screens.shared.look import Look
from kiosk.services.answers import TraceView
from sync.base.marking import tr
from sync.base.words import Words

_DAY_FIGURES = 8

Said = Callable[[Words, int, int], str]
Names = Mapping[str, str]


def names_in(look: Look, items: Iterable[TraceView]) -> dict[str, str]:
    """Return what the offers of a trace are called in this language, by id."""
    return {item.id: look.text(item.names) or item.id for item in items}


def outcome(words: Words, item: TraceView, names: Names) -> tuple[str, str]:
    """Return what became of it, and the tone that repeats it; what is nearly reached says how much more would get it."""
    match item.status:
        case "applied":
            return _applied(words, item), "accent"
        case "beaten":
            return _beaten(words, item, names), "ink2"
        case "spent":
            return _of(_SPENT, words, item, words.tr("Nothing is left of it here.")), "ink2"
        case "stopped":
            return words.tr("The shop has stopped it."), "warn"
        case _:
            reason = _of(_NOT_MET, words, item, words.tr("Its conditions are not met."))
            nearly = short(words, item)
            return (f"{reason} {nearly}", "member") if nearly else (reason, "ink2")


def short(words: Words, item: TraceView) -> str:
    """Return how much more would get it; empty where nobody can say."""
    if item.short_minor:
        return words.tr("{amount} more gets it.", amount=words.money(item.short_minor))
    if item.short_pieces:
        return words.tr_n("{n} more piece gets it.", "{n} more pieces get it.", item.short_pieces)
    return ""


def to_go(words: Words, item: TraceView, name: str) -> str:
    """Return what is nearly reached in one line: 1.60 to go for the free coffee."""
    called = name or (words.tr("a coupon") if item.kind == "receipt_coupon" else item.id)
    if item.short_minor:
        return words.tr("{amount} to go: {offer}", amount=words.money(item.short_minor), offer=called)
    return words.tr_n("{n} more piece: {offer}", "{n} more pieces: {offer}", item.short_pieces or 0, offer=called)


def _applied(words: Words, item: TraceView) -> str:
    if item.kind == "receipt_coupon" and item.coupon is None:
        return words.tr("A coupon is printed on the receipt.")
    if item.kind == "suggest":
        return words.tr("The receipt suggests its article.")
    parts = []
    if item.amount_minor:
        parts.append(words.tr("It takes off {amount}.", amount=words.money(item.amount_minor)))
    if item.points and item.kind == "cashback":
        parts.append(words.tr("It brings {amount} of cashback.", amount=words.money(item.points)))
    elif item.points and item.kind == "punch":
        parts.append(words.tr_n("It brings {n} punch.", "It brings {n} punches.", item.points))
    elif item.points and item.kind:
        parts.append(words.tr_n("It brings {n} point.", "It brings {n} points.", item.points))
    elif item.points:
        parts.append(words.tr_n("It costs {n} point.", "It costs {n} points.", item.points))
    if item.more_minor:
        parts.append(words.tr("Another combination might bring up to {amount} more.", amount=words.money(item.more_minor)))
    return " ".join(parts) or words.tr("It counts.")


def _beaten(words: Words, item: TraceView, names: Names) -> str:
    by = names.get(item.by or "", "")
    return words.tr("Beaten by: {offer}.", offer=by) if by else words.tr("Other offers have these articles.")


def _of(table: Mapping[str, Said], words: Words, item: TraceView, otherwise: str) -> str:
    said = table.get(item.condition or "")
    return said(words, item.have or 0, item.need or 0) if said is not None else otherwise


def _money(message: str) -> Said:
    return lambda words, have, need: words.tr(message, have=words.money(have), need=words.money(need))


def _count(message: str) -> Said:
    return lambda words, have, need: words.tr(message, have=words.number(have), need=words.number(need))


def _plain(phrase: Callable[[Words], str]) -> Said:
    return lambda words, have, need: phrase(words)


def _either(wanted: Callable[[Words], str], unwanted: Callable[[Words], str]) -> Said:
    """One sentence where something is asked for, another where it must not be."""
    return lambda words, have, need: (wanted if need else unwanted)(words)


def _day(number: int) -> str:
    figures = str(number)[:_DAY_FIGURES]
    return f"{figures[:4]}-{figures[4:6]}-{figures[6:]}"


def _from_day(words: Words, have: int, need: int) -> str:
    return words.tr("It begins on {day}.", day=words.date(_day(need)))


def _to_day(words: Words, have: int, need: int) -> str:
    return words.tr("It ended on {day}.", day=words.date(_day(need)))


def _coupon_day(words: Words, have: int, need: int) -> str:
    return words.tr("The coupon was valid until {day}.", day=words.date(_day(need)))


_NOT_MET: dict[str, Said] = {
    "codes": _plain(lambda w: w.tr("Its code was not named.")),
    "coupon": _plain(lambda w: w.tr("Only its coupon gives it.")),
    "stores": _plain(lambda w: w.tr("It is for other stores.")),
    "registers": _plain(lambda w: w.tr("It is for other kinds of registers.")),
    "languages": _plain(lambda w: w.tr("It is for customers of another language.")),
    "since": _from_day,
    "until": _to_day,
    "valid_until": _coupon_day,
    "holidays": _plain(lambda w: w.tr("It depends on public holidays, and does not fit today.")),
    "hours": _plain(lambda w: w.tr("It is for other hours.")),
    "weekdays": _plain(lambda w: w.tr("It is for other days of the week.")),
    "member": _either(lambda w: w.tr("It is for members: scan the card."), lambda w: w.tr("It is for customers who are no members.")),
    "proven": _plain(lambda w: w.tr("It is each member's own: it counts once the card was shown.")),
    "tiers": _plain(lambda w: w.tr("It is for members of another tier.")),
    "segments": _plain(lambda w: w.tr("This member is not among those it is for.")),
    "not_segments": _plain(lambda w: w.tr("This member is among those it is not for.")),
    "consent": _plain(lambda w: w.tr("The member has not consented to it.")),
    "first_purchase": _either(
        lambda w: w.tr("It is for a member's first purchase."), lambda w: w.tr("It is for members who have bought before.")
    ),
    "birthday": _plain(lambda w: w.tr("It is for the days around the member's birthday.")),
    "anniversary": _plain(lambda w: w.tr("It is for the days around the day the member joined.")),
    "bought": _plain(lambda w: w.tr("It depends on earlier purchases, and does not fit this member.")),
    "tenders": _plain(lambda w: w.tr("It is for another way to pay.")),
    "tags": _plain(lambda w: w.tr("None of its articles is on the ticket.")),
    "skus": _plain(lambda w: w.tr("Its article is not on the ticket.")),
    "departments": _plain(lambda w: w.tr("No article of its departments is on the ticket.")),
    "min_quantity": _count(tr("It needs {need} of its articles: there are {have}.")),
    "min_chosen_minor": _money(tr("It needs its articles for {need}: they come to {have}.")),
    "min_gross_minor": _money(tr("It needs a ticket of {need}: this one comes to {have}.")),
    "from_minor": _money(tr("It begins at {need} of its articles: they come to {have}.")),
    "quantity": _count(tr("It begins at {need} pieces: there are {have}.")),
    "buy": _count(tr("It needs {need} pieces to be bought: there are {have}.")),
    "get": _count(tr("The {need} pieces that it gives are not all on the ticket: there are {have}.")),
    "parts": _count(tr("Its set is not whole: {have} of {need} pieces are there.")),
    "sku": _count(tr("Its gift is not on the ticket yet: {have} of {need}.")),
    "discountable_minor": _plain(lambda w: w.tr("Nothing is left that it could take off.")),
    "margin_floor_bp": _plain(lambda w: w.tr("The shop's least margin leaves it nothing.")),
    "points": _count(tr("It costs {need} points: the member has {have}.")),
    "in_basket": _plain(lambda w: w.tr("It suggests an article that is on the ticket already.")),
    "reward": _plain(lambda w: w.tr("The shop has no such reward any more.")),
    "gives": _plain(lambda w: w.tr("The shop has withdrawn what the coupon gives.")),
}
"""What fails at a condition, by its name: what there is, and what is needed."""

_SPENT: dict[str, Said] = {
    "per_member": _count(tr("This member has had it {have} times, as often as it goes.")),
    "total": _plain(lambda w: w.tr("All that this till may still give of it is given.")),
    "total_pieces": _plain(lambda w: w.tr("All the pieces that this till may still give are given.")),
    "budget_minor": _plain(lambda w: w.tr("The money that this till may give for it is spent.")),
    "stock": _plain(lambda w: w.tr("None of this reward is left.")),
}
