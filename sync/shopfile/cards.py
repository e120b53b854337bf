"""Checks of gift cards, and of codes that a scanner could take for something else: a card nobody can spend, or goods nobody can scan."""

from sync.protocol import tokens
from sync.rules.barcode import Rules, compile_rules
from sync.rules.bounds import refuse, require_day, require_price, require_text, require_unique
from sync.rules.gift_cards import GIFT_CARD, is_credit_code
from sync.rules.gtin import canonical
from sync.shopfile.shapes import ShopFile

CODE_LIMIT_CHARS = 400


def check_cards(file: ShopFile) -> None:
    """Refuse gift cards that could not be told apart from each other, and codes of cards and members that mean goods."""
    require_unique([card.code for card in file.gift_cards], "gift_cards[{}].code", secret=True)
    for index, card in enumerate(file.gift_cards):
        require_text(f"gift_cards[{index}].code", card.code, CODE_LIMIT_CHARS)
        require_price(f"gift_cards[{index}].balance_minor", card.balance_minor)
        require_day(f"gift_cards[{index}].valid_until", card.valid_until)
    rules = compile_rules(file.barcode_rules)
    goods = {canonical(code) for product in file.products for code in (*product.barcodes, *(pack.barcode for pack in product.packs))}
    skus = {product.sku for product in file.products}
    for index, card in enumerate(file.gift_cards):
        _check_code(f"gift_cards[{index}].code", card.code, rules, GIFT_CARD, goods | skus)
    for index, member in enumerate(file.members):
        if member.code:
            _check_code(f"members[{index}].code", member.code, rules, "member", goods)


def _check_code(field: str, code: str, rules: Rules, means: str, goods: set[str]) -> None:
    """Follow the order in which a till reads a code: tokens of ours, the shop's rules, then goods."""
    if tokens.kind_of(code) is not None or is_credit_code(code):
        refuse(field, "is_token")
    found = next((rule for rule in rules.rules if rule.takes(code)), None)
    if found is not None and found.means != means:
        refuse(field, "other_rule")
    if found is None and {code, canonical(code)} & goods:
        refuse(field, "is_barcode")
