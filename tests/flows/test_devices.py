"""Devices behind a whole till: a ZVT terminal on a socket, a scale on a pseudo-terminal, a customer display that is read."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk.bootstrap import open_terminal
from kiosk.devices.pole import BrokenPole, Pole, Row, SimulatedPole
from kiosk.devices.scale import SimulatedScale
from kiosk.devices.zvt import ZvtTerminal
from kiosk.devices.zvt_dialogue import Timeouts
from kiosk.devices.zvt_simulated import SimulatedZvtTerminal
from sync.base.settings import remember
from sync.protocol import facts
from sync.protocol.errors import EnvironmentFault, Refusal
from tests.contract.serial_pair import plugged_in
from tests.flows.harness import Till, make, reopened, shop_till
from tests.flows.shops import shop

WAITS = Timeouts(connect_ms=500, acknowledge_ms=5_000, between_ms=5_000, dialogue_ms=5_000, abort_ms=5_000, short_ms=5_000)


@pytest.fixture
def terminal() -> Iterator[SimulatedZvtTerminal]:
    twin = SimulatedZvtTerminal()
    yield twin
    twin.close()


def zvt(twin: SimulatedZvtTerminal, folder: Path) -> ZvtTerminal:
    return ZvtTerminal("127.0.0.1", twin.port, folder / "card-zvt.json", timeouts=WAITS)


def test_a_sale_by_zvt(terminal: SimulatedZvtTerminal, tmp_path: Path) -> None:
    with shop_till(tmp_path / "till", shop(), card=zvt(terminal, tmp_path)) as till:
        till.ok("add", sku="lamp", quantity=1)
        terminal.script("declined", "aborted", "approved")
        assert till.ask("tender", kind="card")["error"]["code"] == "card_declined"
        assert not till.ask("tender", kind="card")["ok"]
        assert till.ok("tender", kind="card")["basket"]["totals"]["due_minor"] == 0
        till.ok("finish")
        (tender,) = till.facts(facts.Sale)[-1].tenders
    assert (tender.kind, tender.amount_minor, terminal.moved_minor()) == ("card", 2_500, 2_500)


def test_the_terminal_is_asked_in_the_shops_currency(tmp_path: Path) -> None:
    with closing(SimulatedZvtTerminal(currency="CHF")) as terminal:
        folder, file = tmp_path / "till", shop(currency="CHF")
        make(folder, file)
        remember(folder, "card", f"zvt://127.0.0.1:{terminal.port}")
        with reopened(folder) as till:
            till.ok("open_day", float_minor=0, business_day="2026-11-22")
            till.ok("add", sku="lamp", quantity=1)
            assert till.ok("tender", kind="card")["basket"]["totals"]["due_minor"] == 0
    assert terminal.moved_minor() == 2_500


@pytest.mark.parametrize(("currency", "terminals"), [("XAU", "EUR"), ("CHF", "EUR")])
def test_another_currency_is_never_taken_for_the_shops(tmp_path: Path, currency: str, terminals: str) -> None:
    """One without a number is not asked for; an answer in another than was asked proves nothing."""
    with closing(SimulatedZvtTerminal(currency=terminals)) as terminal:
        driver = ZvtTerminal("127.0.0.1", terminal.port, tmp_path / "card-zvt.json", timeouts=WAITS, currency=lambda: currency)
        answer = driver.ask("pay", 100)
        assert (answer.outcome, answer.cause) == (("declined", "unsupported") if currency == "XAU" else ("uncertain", ""))
        assert bool(terminal.booked) is (currency == "CHF")


def test_a_line_that_broke_is_resolved_at_the_next_start(terminal: SimulatedZvtTerminal, tmp_path: Path) -> None:
    """The terminal had approved, its word was lost, and it takes nothing back: its last transaction proves the payment."""
    terminal.auto_reversal = False
    with shop_till(tmp_path / "till", shop(), card=zvt(terminal, tmp_path)) as till:
        till.sell({"sku": "pear"})
        till.ok("add", sku="pear", quantity=1)
        till.ok("tender", kind="card")
        till.ok("finish")
        till.ok("add", sku="lamp", quantity=1)
        terminal.cut_after_bytes = 20
        assert till.ask("tender", kind="card")["error"]["code"] == "card_uncertain"
        till.no("card_uncertain", "finish")
    with reopened(tmp_path / "till", card=zvt(terminal, tmp_path)) as till:
        state = till.ok("state")
        assert state["basket"]["totals"]["due_minor"] == 0
        till.ok("finish")
    assert terminal.moved_minor() == 2_620


def test_weighing_on_a_serial_scale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twin = SimulatedScale(742)
    with plugged_in(twin.hear) as end:
        monkeypatch.setenv("COMPTOIR_SCALE", f"serial:{end.path}?baud=9600")
        with shop_till(tmp_path / "till", shop()) as till:
            answer = till.ok("weigh", sku="grapes")
            assert answer["basket"]["lines"][0]["weight_g"] == 742
            for weight_g, code in ((0, "scale_empty"), (16_000, "scale_overload"), (-5, "scale_below_zero")):
                twin.put(weight_g)
                till.no(code, "weigh", sku="grapes")
            twin.put(700, in_motion=True)
            till.no("scale_moving", "weigh", sku="grapes")


@pytest.mark.parametrize("setting", ["card", "scale", "pole"])
def test_rubbish_for_an_address_is_refused_by_the_settings_name(setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "till", shop())
    monkeypatch.setenv(f"COMPTOIR_{setting.upper()}", "rubbish:7")
    with pytest.raises(Refusal) as caught:
        open_terminal(tmp_path / "till")
    assert (caught.value.code, caught.value.field) == (f"{setting}_address", setting)
    monkeypatch.setenv(f"COMPTOIR_{setting.upper()}", "simulated")
    open_terminal(tmp_path / "till").close_files()


class WatchedPole(SimulatedPole):
    """A display on which one can wait for what it shows; `broken` times it fails first."""

    def __init__(self, broken: int = 0) -> None:
        super().__init__()
        self._news = threading.Condition()
        self._broken = broken

    def show(self, upper: Row, lower: Row) -> None:
        with self._news:
            if self._broken:
                self._broken -= 1
                raise EnvironmentFault("pole_off")
            super().show(upper, lower)
            self._news.notify_all()

    def shows(self, upper: str, lower: str) -> bool:
        with self._news:
            return self._news.wait_for(lambda: self.lines == (upper, lower), timeout=10)


@contextmanager
def displayed(folder: Path, pole: Pole) -> Iterator[Till]:
    first = make(folder, shop())
    running = open_terminal(folder)
    running.with_pole(pole)
    running.start()
    try:
        till = Till(running, first)
        till.ok("state")
        yield till
    finally:
        running.stop()


def two(left: str, right: str) -> str:
    return left + right.rjust(20 - len(left))


def test_a_customer_reads_the_ticket(tmp_path: Path) -> None:
    pole = WatchedPole()
    with displayed(tmp_path / "till", pole) as till:
        assert pole.shows("Au Bon Coin".ljust(20), "Bienvenue".ljust(20))
        till.ok("add", sku="lamp", quantity=1)
        assert pole.shows(two("Lamp", "25,00 €"), two("Total", "25,00 €"))
        till.ok("add", sku="pear", quantity=1)
        till.ok("quantity", line=1, quantity=2)
        assert pole.shows(two("2 x Lamp", "50,00 €"), two("Total", "51,20 €"))
        till.no("unknown_code", "scan", code="nothing")
        till.ok("tender", kind="card_standalone", amount_minor=1_000)
        assert pole.shows(two("Total", "51,20 €"), two("À payer", "41,20 €"))
        till.ok("tender", kind="cash", amount_minor=5_000)
        till.ok("finish", paper="none")
        assert pole.shows(two("À rendre", "8,80 €"), "Merci, au revoir".ljust(20))
        till.ok("logout")
        assert pole.shows("Au Bon Coin".ljust(20), "Bienvenue".ljust(20))


def test_a_display_that_is_gone_holds_nobody_up(tmp_path: Path) -> None:
    """The control: the same ticket is sold, with nothing to read."""
    with displayed(tmp_path / "till", BrokenPole()) as till:
        till.sell({"sku": "pear"})
        assert till.running.display is not None
        assert till.running.display.status() == "off"


def test_a_display_that_was_gone_shows_what_is_right_now(tmp_path: Path) -> None:
    pole = WatchedPole(broken=1)
    with displayed(tmp_path / "till", pole) as till:
        till.ok("add", sku="lamp", quantity=1)
        assert pole.shows(two("Lamp", "25,00 €"), two("Total", "25,00 €"))


def test_training_is_said_to_the_customer(tmp_path: Path) -> None:
    pole = WatchedPole()
    with displayed(tmp_path / "till", pole) as till:
        till.ok("logout")
        till.ok("login", staff="max", pin="123456")
        till.ok("training", on=True)
        assert pole.shows("Au Bon Coin".ljust(20), "FORMATION, non vendu")


def test_rubbish_cannot_be_set_at_the_till(tmp_path: Path) -> None:
    """It would keep the till from starting."""
    made = shop()
    made["staff"].append({"id": "ada", "name": "Ada Blanc", "role": "administrator", "pin": "246810"})
    with shop_till(tmp_path, made) as till:
        till.no("approval_needed", "setting", key="scale", value="rubbish")
        till.no("scale_address", "approve", staff="ada", pin="246810")
        till.no("approval_needed", "setting", key="scale", value="simulated:500")
        till.ok("approve", staff="ada", pin="246810")
