"""The sale that a receipt's signed digest tells of: what was paid for each line is exact, its tax is taken out of that by today's rates.

Frozen shares of offers and points are not in a digest; the ledger settles what they differ by once it has both papers.
"""

from collections.abc import Callable, Sequence

import msgspec

from kiosk.domain.policy import Policy
from sync.protocol.errors import Refusal
from sync.protocol.facts import Sale, SoldLine, Tender
from sync.protocol.money import divide_half_up
from sync.protocol.records import Product
from sync.protocol.tokens import DigestLine, ReceiptToken
from sync.rules.tax import Taxed, TaxInput, by_id, is_included, tax_lines

Catalogue = Callable[[str], Product | None]
UNKNOWN = "unknown"
"""The kind of tender of a sale that only its digest tells of: how it was paid is not in there."""
_GRAMS_A_KG = 1_000


def sale_of(token: ReceiptToken, product: Catalogue, policy: Policy) -> Sale:
    """Return the sale as far as the digest tells it; refuses (`receipt_lines_unknown`) one that bears no lines, or goods nobody knows."""
    lines = [_line(each, product(each.sku), policy) for each in token.lines]
    if not lines:
        raise Refusal("receipt_lines_unknown", field="receipt")
    gross = sum(line.gross_minor for line in lines)
    return Sale(
        basket="",
        number=token.number,
        lines=lines,
        taxes=by_id(tax for line in lines for tax in line.taxes),
        net_minor=sum(line.net_minor for line in lines),
        tax_minor=sum(line.tax_minor for line in lines),
        gross_minor=gross,
        tenders=[Tender(kind=UNKNOWN, amount_minor=gross)],
    )


def _line(digest: DigestLine, product: Product | None, policy: Policy) -> SoldLine:
    if product is None:
        raise Refusal("receipt_lines_unknown", field="receipt")
    pieces = max(digest.measure, 1)
    weight_g = -digest.measure if digest.measure < 0 else None
    taxed = _taxed(product, digest.gross_minor, pieces, policy)
    seen = _seen(product.taxes, taxed, policy)
    return SoldLine(
        line=digest.line,
        sku=digest.sku,
        name=product.name,
        department=product.department,
        quantity=0 if weight_g else pieces,
        weight_g=weight_g,
        unit_price_minor=divide_half_up(seen * _GRAMS_A_KG, weight_g) if weight_g else divide_half_up(seen, pieces),
        amount_minor=seen,
        net_minor=taxed.net_minor,
        tax_minor=taxed.tax_minor,
        gross_minor=taxed.gross_minor,
        taxes=list(taxed.taxes),
    )


def _taxed(product: Product, gross_minor: int, pieces: int, policy: Policy) -> Taxed:
    """Take every tax out of what was paid, whether the price included it or not: the gross is what is known."""
    inside = tuple(msgspec.structs.replace(tax, included=True) for tax in policy.taxes_of(product.taxes))
    return tax_lines([TaxInput(gross_minor, pieces, inside)], prices_include_tax=True)[0]


def _seen(taxes: Sequence[str], taxed: Taxed, policy: Policy) -> int:
    """Return what the customer saw: the gross less the taxes that come on top."""
    inside = {tax.id for tax in policy.taxes_of(taxes) if is_included(tax, policy.shop.prices_include_tax)}
    return taxed.net_minor + sum(share.tax_minor for share in taxed.taxes if share.id in inside)
