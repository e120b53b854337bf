"""The shop of the scripted day: goods of every kind, people of three roles, and habits that ask for approval."""

from typing import Any

from tests.flows.shops import product
from tests.flows.shops import shop as little_of_everything

Json = dict[str, Any]

PEAR, PEAR_PACK, LAMP, WINE = "4006381333931", "14006381333938", "5000159484695", "3263280111119"
COLA, COLA_PACK, EMPTY, OLD = "5449000000996", "15449000000993", "3000000000007", "2900000000001"
MEMBER, OTHER_MEMBER = "0421234567890", "0429876543210"
STAFF_DISCOUNT_BP = 2000
PINS = {"ana": "1234", "ben": "2345", "max": "123456", "lou": "4321"}

GOODS = [
    product("pear", 120, ["T55"], barcodes=[PEAR], packs=[{"barcode": PEAR_PACK, "quantity": 6}], voucher=True, plu="11"),
    product("bread", 130, ["T55"], tags=["bio"], voucher=True, department="food"),
    product("tea", 1000, ["T55"], tags=["bio"], department="food"),
    product("lamp", 2500, ["T20"], barcodes=[LAMP], department="home"),
    product("wine", 900, ["T20"], age=18, barcodes=[WINE], department="drinks"),
    product("cola", 150, ["T55"], barcodes=[COLA], packs=[{"barcode": COLA_PACK, "quantity": 6}], deposit="bottle", department="drinks"),
    product("bottle", 25, sellable=False, department="drinks"),
    product("empty", 25, takes_back=True, barcodes=[EMPTY], department="drinks"),
    product("menu", 1150, ["T10"], take_away_taxes=["T55"], voucher=True, plu="7", department="food"),
    product("grapes", 399, ["T55"], unit="kg", barcodes=["2112345000008"]),
    product("apple", 250, ["T55"], unit="kg", plu="4011"),
    product("cheese", 1000, ["T55"], barcodes=["2305000000004"]),
    product("misc", None, ["T20"], least_minor=50, most_minor=9000, department="home"),
    product("yogurt", 300, ["T55"], department="food", prices=[{"price_minor": 240, "since": "2026-11-20", "until": "2026-11-30"}]),
    product("paste", 300, ["T55"], blocked={"fr": "Rappel sanitaire.", "en": "Recalled."}, department="food"),
    product("old", 100, sellable=False, barcodes=[OLD]),
    product("gold", 99_000, ["T20"], department="home"),
    product("eco", 1260, ["ECO", "T20"], department="home"),
]
REASONS = [
    {"id": "damaged", "name": {"fr": "Abîmé", "en": "Damaged"}, "acts": ["discount", "override_price"]},
    {"id": "change", "name": {"fr": "Monnaie", "en": "Change"}, "acts": ["no_sale", "paid_in"]},
    {"id": "supplier", "name": {"fr": "Fournisseur", "en": "Supplier"}, "acts": ["paid_out"]},
]


def shop() -> Json:
    """Return the shop file."""
    file = little_of_everything(
        GOODS,
        cash_rounding={"step_minor": 5, "mode": "half_up"},
        habits={
            "reasons": REASONS,
            "staff_discount_bp": STAFF_DISCOUNT_BP,
            "cash_refund_minor": 2000,
            "receipt_url": "https://tickets.example.org",
            "blind_count": True,
        },
    )
    taxes = [{"id": "T10", "name": "TVA 10 %", "rate_bp": 1000}, {"id": "ECO", "name": "Eco", "fixed_minor": 10}]
    departments = [{"id": id, "name": id.title()} for id in ("drinks", "food", "home")]
    ben = {"id": "ben", "name": "Ben Blanc", "role": "cashier", "pin": PINS["ben"]}
    other = {"id": "m2", "code": OTHER_MEMBER, "profile": {"first_name": "Yves"}, "tier": "", "balances": {}}
    file["taxes"] += taxes
    file["departments"] += departments
    file["staff"] = [*file["staff"], ben]
    file["members"] = [*file["members"], other]
    file["barcode_rules"] = [*file["barcode_rules"], {"pattern": "98", "means": "gift_card"}]
    file["gift_cards"] = [{"code": "9800000100", "balance_minor": 200_000}, {"code": "9800000200", "balance_minor": 3_000}]
    return file
