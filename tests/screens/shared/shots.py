"""Renders the customer's screen: `python -m tests.screens.shared.shots FOLDER`. The pictures are looked at, not committed."""

from pathlib import Path

from kiosk.screens.shared.customer_display import READ_FROM_AFAR_PX, CustomerDisplay
from kiosk.services import commands as c
from kiosk.services.answers import Answer, BasketView, MovementView, SuggestionView, TotalsView
from kiosk.services.port import Change
from kiosk.touch.theme import make_theme
from kiosk.touch.tokens import Face, ThemeName
from sync.base.words import Words
from tests.screens.every_look import in_every_look
from tests.screens.fake_loyalty import LoyalTill
from tests.screens.fake_till import COUPON, GOODS, MEMBER, FakeTill
from tests.screens.turns import free, settle

SIZES = ((800, 480), (1024, 768), (1280, 800), (1920, 1080))
SCANNED = (0, 0, 1, 2, 2, 2, 3, 4)
GAINED = [MovementView(programme="CASH", kind="cashback", earned=53)]
TO_TRY = [
    SuggestionView(sku="TEA", names={"fr": "Thé vert bio en vrac", "en": "Organic loose green tea"}),
    SuggestionView(sku="JAM", names={"fr": "Confiture de figues du Sud-Ouest", "en": "Fig jam from the south-west"}),
]
THANKS = Answer(
    basket=BasketView(
        totals=TotalsView(gross_minor=395, paid_minor=500, change_minor=105),
        points_earned=26,
        coupons_issued=[COUPON],
        movements=GAINED,
        suggestions=TO_TRY,
    ),
    extra={
        "receipt": {"number": "02-A-000001", "code": "CR1:X"},
        "digital": {"url": "https://tickets.example.fr/r/" + "7K2MQ9XW4T" * 14, "qr": "CR1:X"},
    },
)


def _walk(folder: Path, language: str, theme: ThemeName, width: int, height: int) -> None:
    till: FakeTill = LoyalTill()
    till.submit(c.Login(staff="nadia", pin="1234"), lambda _: None)
    till.submit(c.OpenDay(float_minor=0, business_day="2026-11-22"), lambda _: None)
    display = CustomerDisplay(till, Words(language), make_theme(theme, Face.KIOSK if width >= READ_FROM_AFAR_PX else Face.TILL))
    display.resize(width, height)
    display.show()

    def shoot(name: str) -> None:
        settle()
        display.grab().save(str(folder / f"{name}-{language}-{theme}-{width}x{height}.png"))

    shoot("1-welcome")
    till.submit(c.SetMember(id=MEMBER.id), lambda _: None)
    for number in SCANNED:
        till.submit(c.Scan(code=GOODS[number].sku), lambda _: None)
    shoot("2-ticket")
    till.submit(c.TenderMoney(kind="cash", amount_minor=2_000), lambda _: None)
    shoot("3-paying")
    for listener in till.listeners:
        listener(Change(frozenset({"basket"}), THANKS))
    shoot("4-thanks")
    display.close()
    display.deleteLater()
    free()


if __name__ == "__main__":
    in_every_look(_walk, SIZES)
