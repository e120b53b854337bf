"""Fifty papers, no two alike: every kind, every element, both languages, all widths; the same on every run."""

import random
from collections.abc import Callable, Iterator
from typing import Any

from kiosk.devices.printer.driver import PrinterModel, model_of
from sync.protocol.facts import CashMoved, DayClosed, MemberRef, Origin, PointsMovement, Sale, SoldLine, Tender
from sync.rules.receipt import Element, PeriodFigures, cash_slip, gift_receipt, period_report, sale_receipt, trial_page, x_report, z_report
from tests.unit.sync.rules.receipt.sample import ENGLISH, FRENCH, context, full_sale, line, sale
from tests.unit.sync.rules.receipt.test_reports import SUMS, paper
from tests.unit.sync.rules.receipt.test_slips import closed

COUNT = 50
CARD = "0123456789abcdef0123456789ab7f3k"
NAMES = (
    "Œufs de poules élevées en plein air, boîte de douze", "Café moulu arabica 250 g", "Crème brûlée", "Lait", "½ baguette à l’ancienne",
    "Čaj zelený", "Jus de pomme – 1 l", "Bœuf haché façon bouchère 350 g, origine France", "日本酒", "Sac", 'Ampoule "LED" 9 W', "Thé nº 5",
)  # fmt: skip
MODELS = (model_of(80), model_of(58), model_of(80, 42), model_of(80, codepage="cp1252"), model_of(58, codepage="cp850"))
KINDS = ("sale", "sale", "sale", "return", "gift", "copy", "training", "z", "x", "period", "cash", "trial")

Varied = tuple[str, PrinterModel, list[Element]]


def papers(seed: int = 20_261_122) -> Iterator[Varied]:
    """Yield each paper with a name and the printer it is for."""
    chance = random.Random(seed)
    for index in range(COUNT):
        kind, model = KINDS[index % len(KINDS)], MODELS[index % len(MODELS)]
        words = (FRENCH, ENGLISH)[(index + index // len(KINDS)) % 2]
        yield f"{index:02d}-{kind}-{model.columns}-{words.language}", model, _made(kind, chance, words)


def _made(kind: str, chance: random.Random, words: Any) -> list[Element]:
    if kind in ("sale", "return", "gift", "copy", "training"):
        return _receipt(kind, chance, words)
    made: dict[str, Callable[[], list[Element]]] = {
        "z": lambda: z_report(
            DayClosed(**SUMS, z_number=chance.randrange(1, 999), counted_minor=44_990, over_short_minor=-10, denominations={"5000": 3}),  # type: ignore[arg-type]
            paper(),
            words,
        ),
        "x": lambda: x_report(PeriodFigures(**SUMS), paper(), words),  # type: ignore[arg-type]
        "period": lambda: period_report(closed("month", f"2026-{chance.randrange(1, 13):02d}"), paper(), words),
        "cash": lambda: cash_slip(CashMoved(kind="drop", amount_minor=chance.randrange(1, 99_999), bag="S-1"), paper(), words, "coffre"),
        "trial": lambda: trial_page(paper(), words),
    }
    return made[kind]()


def _receipt(kind: str, chance: random.Random, words: Any) -> list[Element]:
    fact = _basket(chance, back=kind == "return")
    known = {CARD: chance.randrange(0, 9_000)} if chance.random() < 0.5 else {}
    fields: dict[str, Any] = {"card_balances": known, "open_drawer": chance.random() < 0.5}
    if kind == "gift":
        return gift_receipt(fact, context(**fields), words)
    marks: dict[str, dict[str, Any]] = {"copy": {"duplicate": True, "copy": chance.randrange(1, 12)}, "training": {"training": True}}
    return sale_receipt(fact, context(**fields | marks.get(kind, {})), words)


def _basket(chance: random.Random, *, back: bool) -> Sale:
    if chance.random() < 0.2 and not back:
        return full_sale()
    lines = [_line(chance, number, back=back) for number in range(1, chance.randrange(2, 9))]
    gross = sum(each.gross_minor for each in lines)
    more: dict[str, Any] = {"mode": chance.choice(("", "eat_in", "take_away", "exempt"))}
    if back:
        more["tenders"] = [
            Tender(kind="store_credit" if lines[0].gross_minor % 2 else "card", amount_minor=-gross, out=True, card=CARD, reference="77")
        ]
    elif chance.random() < 0.5:
        more |= {"tenders": [Tender(kind="gift_card", amount_minor=gross, card=CARD)]}
    if chance.random() < 0.5:
        more |= {"member": MemberRef(id="m", balances={"POINT": 40}), "points": [PointsMovement(programme="POINT", earned=7, spent=3)]}
    return sale(lines, **more)


def _line(chance: random.Random, number: int, *, back: bool) -> SoldLine:
    price, sign = chance.randrange(10, 20_000), -1 if back else 1
    more: dict[str, Any] = {"origin": Origin(receipt="02-A-000123", line=number)} if back else {}
    if chance.random() < 0.2:
        more |= {"quantity": 0, "weight_g": sign * chance.randrange(5, 4_000), "unit_price_minor": price}
    else:
        pieces = sign * chance.randrange(1, 13)
        more |= {"quantity": pieces, "unit_price_minor": price, "kind": chance.choice(("", "", "", "deposit"))}
    if chance.random() < 0.2:
        more["regular_price_minor"] = price + 100
    off = {chance.choice(("b3", "manual", "staff", "manual_basket", "pm")): sign * price // 10} if chance.random() < 0.4 else {}
    tax, rate = chance.choice((("T55", 550), ("T20", 2000)))
    return line(number, chance.choice(NAMES), sign * price, tax=tax, rate_bp=rate, off=off, **more)
