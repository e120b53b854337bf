"""A receipt's bytes, from the sale to the last cut, against the same calls to python-escpos made directly."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kiosk.devices.printer import driver
from kiosk.devices.printer.driver import PAPER_80_MM, EscPosDriver
from sync.base.resources import read_bytes
from sync.base.words import Words
from sync.protocol.facts import Sale, SoldLine, TaxShare, Tender
from sync.protocol.records import Shop, Store, Tax
from sync.rules.receipt import ReceiptContext, sale_receipt
from tests.benchmarks.figure import Figure, interleaved

LINES = 20
ROUNDS, WARM_UP, REPEATS = 60, 5, 5
TARGET = 1.5
WORDS = Words("fr")
SHOP = Shop(
    name="Le Comptoir",
    country="FR",
    currency="EUR",
    minor_digits=2,
    timezone="Europe/Paris",
    languages=["fr", "en"],
    prices_include_tax=True,
    legal={"siret": "552 100 554 00013", "vat_number": "FR40303265045"},
)
PAPER = ReceiptContext(
    shop=SHOP,
    store=Store(id="S", name="Le Comptoir", address="12 rue des Halles, 69001 Lyon"),
    register="02",
    at="2026-11-21T13:05:00+01:00",
    entry_hash="9f3ac21e",
    seq=1,
    code="CR1:" + "E5F6G7H8" * 18,
    taxes=(Tax(id="T", name="TVA", rate_bp=2000),),
)
Call = tuple[str, tuple[Any, ...], dict[str, Any]]


def a_sale(number: int) -> Sale:
    """Twenty lines whose prices differ from sale to sale, as a day's do."""
    lines = [_line(index, 100 + (number * LINES + index) * 7 % 5_000) for index in range(1, LINES + 1)]
    net, tax = sum(line.net_minor for line in lines), sum(line.tax_minor for line in lines)
    return Sale(
        basket=f"b{number}",
        number=f"02-A-{number:06d}",
        lines=lines,
        taxes=[TaxShare(id="T", base_minor=net, tax_minor=tax)],
        net_minor=net,
        tax_minor=tax,
        gross_minor=net + tax,
        tenders=[Tender(kind="cash", amount_minor=net + tax)],
    )


def _line(index: int, price: int) -> SoldLine:
    net = round(price * 2 / 1.2)
    shares = [TaxShare(id="T", base_minor=net, tax_minor=2 * price - net)]
    fields: dict[str, Any] = {"name": f"Crème brûlée n° {index}", "quantity": 2, "unit_price_minor": price, "amount_minor": 2 * price}
    return SoldLine(
        line=index, sku=f"s{index}", department="D", net_minor=net, tax_minor=2 * price - net, gross_minor=2 * price, taxes=shares, **fields
    )


class Recorder:
    """Notes the calls that the driver makes on python-escpos's printer while it makes them."""

    def __init__(self, printer: Any, calls: list[Call]) -> None:
        self._printer, self._calls = printer, calls

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._printer, name)
        if not callable(found):
            return found

        def noted(*arguments: Any, **named: Any) -> Any:
            self._calls.append((name, arguments, named))
            return found(*arguments, **named)

        return noted


def recorded(own: EscPosDriver, fact: Sale) -> list[Call]:
    """Return the calls that make a receipt, its rows through python-escpos's own `textln`."""
    calls: list[Call] = []
    dummy, put_text = driver._dummy, driver._put_text
    driver._dummy = lambda model: Recorder(dummy(model), calls)
    driver._put_text = lambda printer, text, page: printer.textln(text)
    try:
        own.encode(sale_receipt(fact, PAPER, WORDS))
    finally:
        driver._dummy, driver._put_text = dummy, put_text
    return calls


def replayed(calls: list[Call]) -> bytes:
    """Make the calls directly."""
    printer = driver._dummy(PAPER_80_MM)
    for name, arguments, named in calls:
        getattr(printer, name)(*arguments, **named)
    return bytes(printer.output)


def measure(folder: Path) -> Iterator[Figure]:
    """Make each paper once, ours and theirs in turns; both must come to the same bytes. Words and amounts are counted apart."""
    own = EscPosDriver(PAPER_80_MM, read_bytes("images", "logo.png"))
    sales = [a_sale(number) for number in range(1, (ROUNDS + WARM_UP) * REPEATS * 2 + 1)]
    papers = [sale_receipt(fact, PAPER, WORDS) for fact in sales]
    scripts = [recorded(own, fact) for fact in sales]
    if replayed(scripts[0]) != own.encode(papers[0]):
        raise RuntimeError("the calls do not give the same bytes")
    ours, theirs = iter(papers), iter(scripts)
    value, baseline = interleaved(_timed(lambda: own.encode(next(ours))), _timed(lambda: replayed(next(theirs))), ROUNDS, WARM_UP)
    yield Figure("receipt", value, baseline, TARGET)
    facts = (a_sale(number) for number in range(10_000, 20_000))
    value, baseline = interleaved(
        _timed(lambda: own.encode(sale_receipt(next(facts), PAPER, WORDS))), _timed(lambda: replayed(next(theirs))), ROUNDS, WARM_UP
    )
    yield Figure("receipt_sale", value, baseline, None)


def _timed(work: Callable[[], object]) -> Callable[[], float]:
    """Return a measure of a few turns of some work, in milliseconds each."""

    def measure() -> float:
        begin = time.perf_counter()
        for _ in range(REPEATS):
            work()
        return (time.perf_counter() - begin) * 1000 / REPEATS

    return measure
