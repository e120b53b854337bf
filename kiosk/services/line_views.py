"""The lines of a ticket as they are answered. A line that came to the same as before is the very view that was answered then."""

from collections.abc import Iterable, Mapping
from functools import cache

from kiosk.domain.basket import Basket
from kiosk.domain.discounts import MANUAL, MANUAL_BASKET, STAFF
from kiosk.domain.lines import BasketLine
from kiosk.services.answers import LineView, OfferView
from kiosk.services.trace_views import names_of
from kiosk.services.work import LastShown, ShownLine, Terminal
from sync.base.marking import tr
from sync.base.words import LANGUAGES, Words
from sync.protocol.facts import OfferShare, SoldLine
from sync.protocol.text import Text, in_language


def line_views(terminal: Terminal, basket: Basket, sold: Iterable[SoldLine]) -> list[LineView]:
    """Return the views of a basket's lines, and remember them for the next answer."""
    last = _last(terminal)
    lines = {line.line: line for line in basket.lines}
    shown = {line.line: _shown(last, line, lines.get(line.line), terminal.words.language) for line in sold}
    terminal.last_shown = LastShown(last.policy, last.offer_names, shown)
    return [each.view for each in shown.values()]


def offer_names(terminal: Terminal) -> dict[str, Text]:
    """Return what offers, programmes and rewards are called under the rules in force."""
    return _last(terminal).offer_names


def _last(terminal: Terminal) -> LastShown:
    last = terminal.last_shown
    return last if last is not None and last.policy is terminal.policy else LastShown(terminal.policy, names_of(terminal.policy), {})


def _shown(last: LastShown, sold: SoldLine, line: BasketLine | None, language: str) -> ShownLine:
    known = last.lines.get(sold.line)
    if known is not None and known.sold is sold and known.line is line:
        return known
    return ShownLine(sold, line, _view(last.offer_names, sold, line, language))


def _view(offer_names: Mapping[str, Text], sold: SoldLine, line: BasketLine | None, language: str) -> LineView:
    return LineView(
        line=sold.line,
        sku=sold.sku,
        name=in_language(sold.name, language),
        quantity=None if sold.weight_g is not None else sold.quantity,
        weight_g=sold.weight_g,
        unit_price_minor=sold.unit_price_minor,
        discount_minor=sold.discount_minor,
        net_minor=sold.net_minor,
        tax_minor=sold.tax_minor,
        gross_minor=sold.gross_minor,
        taxes=sold.taxes,
        offers=[_offer(offer_names, share) for share in sold.offers],
        names=_names(sold.name),
        picture=line.picture if line else "",
        receipt=sold.origin.receipt if sold.origin else "",
        kind=sold.kind,
        parent=sold.parent,
        regular_price_minor=sold.regular_price_minor,
        by_mode=line is not None and line.is_goods and line.take_away_taxes is not None,
    )


def _offer(names: Mapping[str, Text], share: OfferShare) -> OfferView:
    return OfferView(id=share.id, amount_minor=share.amount_minor, names=given_name(share.id) or names.get(share.id, ""))


@cache
def given_name(id: str) -> Text:
    """Return what a discount that a person gave is called, in every language; empty for an offer of the shop."""
    message = {MANUAL: tr("Discount"), STAFF: tr("Staff discount"), MANUAL_BASKET: tr("Discount on the ticket")}.get(id)
    return {language: Words(language).tr(message) for language in LANGUAGES} if message else ""


def _names(text: Text) -> dict[str, str]:
    return text if isinstance(text, dict) else {}
