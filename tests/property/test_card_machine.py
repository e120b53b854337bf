"""Money moved without a sale, and a sale without its money, never happen: random payments with a card terminal that fails in every way it
can, and a till that dies at any point. Whenever no intent is open, the terminal moved what journal and ticket say.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from kiosk.bootstrap import Running, open_terminal
from kiosk.devices.card import CardAnswer, Scripted, SimulatedCardTerminal, Word
from kiosk.domain import basket as baskets
from kiosk.services import cards, commands
from kiosk.services.answers import Answer
from sync.protocol.envelope import decode_body
from sync.protocol.facts import Sale, Tender
from tests.flows.harness import make
from tests.flows.shops import plain, product

POINTS = ["", "before_ask", "after_ask", "before_commit_1", "after_commit_1", "before_commit_2", "after_commit_2", "before_commit_3"]
WORDS: list[Scripted] = ["approved", "declined", "uncertain", "lost", "silent", "partial", "aborted", "unreachable"]
points = st.sampled_from(POINTS)
amounts = st.none() | st.integers(1, 3_000)
words = st.lists(st.sampled_from(WORDS), max_size=3)


class Killed(BaseException):
    """The process is gone at this point."""


class Dying:
    """Where the process dies next; each point is named and, for commits, counted."""

    def __init__(self) -> None:
        self.point = ""
        self.commits = 0

    def arm(self, point: str) -> None:
        self.point, self.commits = point, 0

    def reach(self, name: str) -> None:
        if name == self.point:
            self.point = ""
            raise Killed

    def committing(self, commit: Callable[[Any], None]) -> Callable[[Any], None]:
        def wrapped(unit: Any) -> None:
            self.commits += 1
            count = self.commits
            self.reach(f"before_commit_{count}")
            commit(unit)
            self.reach(f"after_commit_{count}")

        return wrapped


class Terminal:
    """The simulated terminal with the process's end before and after each of its acts."""

    def __init__(self, inner: SimulatedCardTerminal, dying: Dying) -> None:
        self.inner = inner
        self.dying = dying

    def ask(self, intent_id: str, amount_minor: int) -> CardAnswer:
        return self._around(lambda: self.inner.ask(intent_id, amount_minor))

    def reverse(self, intent_id: str, amount_minor: int, payment_id: str, reference: str) -> CardAnswer:
        return self._around(lambda: self.inner.reverse(intent_id, amount_minor, payment_id, reference))

    def outcome(self, intent_id: str) -> CardAnswer:
        return self._around(lambda: self.inner.outcome(intent_id))

    def _around(self, act: Callable[[], CardAnswer]) -> CardAnswer:
        self.dying.reach("before_ask")
        answer = act()
        self.dying.reach("after_ask")
        return answer


def moved(tenders: list[Tender]) -> int:
    return sum(-each.amount_minor if each.out else each.amount_minor for each in tenders if each.kind == "card")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("card") / "profile"
    make(folder, plain([product("lamp", 2500), product("pear", 130)], []))
    running = open_terminal(folder)
    running.start_worker()
    running.worker.call(lambda: running.till.begin("max", open_day=True))
    running.stop_worker()
    yield folder


class CardMachine(RuleBasedStateMachine):
    """One till with its terminal; every act may be its last before a restart."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.template, self.folder / "till")
        self.dying = Dying()
        self.terminal = Terminal(SimulatedCardTerminal(self.folder / "card.json"), self.dying)
        self.last: commands.Command | None = None
        self.count = 0
        self.running: Running
        self.start()

    def start(self) -> None:
        """Start until a start is not killed itself."""
        while True:
            self.running = open_terminal(self.folder / "till", card=self.terminal)
            store = self.running.till.terminal.store
            vars(store)["commit"] = self.dying.committing(store.commit)
            try:
                self.running.start_worker()
                self.running.worker.call(lambda: self.running.till.begin("max", open_day=False))
            except Killed:
                self.running.stop_worker()
                continue
            return

    def do(self, command: commands.Command, point: str = "") -> Answer | None:
        """Carry a command out; None where the process died in it, and has come back."""
        self.dying.arm(point)
        try:
            answer = self.running.worker.execute(command)
        except Killed:
            self.running.stop_worker()
            self.start()
            return None
        self.dying.arm("")
        assert answer.error is None or answer.error.code != "safely_locked"
        return answer

    def numbered(self) -> str:
        self.count += 1
        return f"r{self.count}"

    @property
    def basket(self) -> baskets.Basket | None:
        return self.running.till.session.basket

    def booked(self) -> int:
        """What journal and open ticket say of cards."""
        entries = self.running.worker.call(lambda: list(self.running.till.terminal.store.entries(0, 10_000)))
        sold = [fact for entry in entries if isinstance(fact := decode_body(entry.body).fact, Sale)]
        return sum(moved(sale.tenders) for sale in sold) + moved(self.basket.tenders if self.basket else [])

    @rule(
        script=words, point=points, sku=st.sampled_from(["lamp", "pear"]), amount=st.none() | st.integers(1, 3_000), numbered=st.booleans()
    )
    def pay_by_card(self, script: list[Scripted], point: str, sku: str, amount: int | None, numbered: bool) -> None:
        if self.basket is None or not self.basket.lines:
            self.do(commands.Add(sku=sku, quantity=1))
        self.terminal.inner.script(*script)
        self.last = commands.TenderMoney(kind="card", amount_minor=amount, request=self.numbered() if numbered else None)
        self.do(self.last, point)

    @precondition(lambda self: self.running.till.session.money_moved)
    @rule(script=words, point=points, numbered=st.booleans())
    def undo(self, script: list[Scripted], point: str, numbered: bool) -> None:
        self.terminal.inner.script(*script)
        self.last = commands.Undo(request=self.numbered() if numbered else None)
        self.do(self.last, point)

    @precondition(lambda self: self.running.till.session.money_moved)
    @rule(script=words, point=points)
    def cancel(self, script: list[Scripted], point: str) -> None:
        self.terminal.inner.script(*script)
        self.last = commands.CancelBasket(request=self.numbered())
        self.do(self.last, point)

    @precondition(lambda self: self.last is not None and self.last.request is not None)
    @rule(point=points)
    def same_request_again(self, point: str) -> None:
        assert self.last is not None
        self.do(self.last, point)

    @precondition(lambda self: self.basket is not None)
    @rule()
    def pay_in_cash(self) -> None:
        self.do(commands.TenderMoney(kind="cash"))

    @precondition(lambda self: self.basket is not None)
    @rule(point=points)
    def finish(self, point: str) -> None:
        self.do(commands.Finish(), point)

    @precondition(lambda self: self.basket is None)
    @rule()
    def give_back_the_last_sale(self) -> None:
        found = self.running.worker.call(self.running.till.terminal.store.last_sale)
        if found is not None:
            self.do(commands.Return(receipt=found[1].number))

    @rule(point=st.sampled_from(["", "before_ask", "after_ask", "before_commit_1", "after_commit_1"]))
    def restart(self, point: str) -> None:
        self.running.stop_worker()
        self.dying.arm(point)
        self.start()
        self.dying.arm("")

    @precondition(lambda self: self.running.till.session.intent is not None)
    @rule(word=st.sampled_from(["approved", "declined"]), said=st.booleans(), point=points)
    def somebody_looks(self, word: Word, said: bool, point: str) -> None:
        """The host's last word on what stayed uncertain becomes known: the terminal tells it, or a manager who looked."""
        intent = self.running.till.session.intent
        assert intent is not None
        with suppress(KeyError):
            self.terminal.inner.settle(intent.id, word)
        known = self.terminal.inner.outcome(intent.id).outcome
        if said and known != "uncertain":
            self.do(commands.CardAnswer(accepted=known == "approved"), point)
        else:
            self.do(commands.TenderMoney(kind="card"), point)

    @invariant()
    def money_and_books_agree(self) -> None:
        intent = self.running.till.session.intent
        apart = self.terminal.inner.moved_minor() - self.booked()
        if intent is None:
            assert apart == 0
        else:
            assert abs(apart) <= intent.amount_minor

    def teardown(self) -> None:
        self.dying.arm("")
        intent = self.running.till.session.intent
        if intent is not None:
            with suppress(KeyError):
                self.terminal.inner.settle(intent.id, "approved")
        self.running.stop_worker()
        self.start()
        assert self.running.till.session.intent is None, "a terminal that knows leaves nothing open"
        assert self.terminal.inner.moved_minor() == self.booked()
        self.running.stop_worker()
        shutil.rmtree(self.folder)


def play(template: Path, examples: int) -> None:
    machine = type("Played", (CardMachine,), {"template": template})
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    phases = [Phase.explicit, Phase.generate]
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=slow, phases=phases),
    )


def test_no_money_without_a_sale_and_no_sale_without_its_money(template: Path) -> None:
    play(template, 40)


def _asks_before_it_is_durable(work: Any, command: commands.TenderMoney, tender: Tender) -> None:
    """A till that trusts its memory: the terminal is asked first, and what it said is written down afterwards."""
    answer = work.terminal.card.ask(tender.intent, tender.amount_minor)
    if answer.outcome == "approved":
        work.change("basket", basket=baskets.add_tender(work.session.basket, tender))


def _forgets_uncertainty(work: Any, answer: CardAnswer) -> None:
    """A till that takes silence for a no."""
    taken = CardAnswer("declined") if answer.outcome == "uncertain" else answer
    _resolve_open(work, taken)


_resolve_open = cards.resolve_open


@pytest.mark.parametrize(
    ("name", "wrong"), [("begin", _asks_before_it_is_durable), ("resolve_open", _forgets_uncertainty)], ids=["too_early", "too_sure"]
)
def test_a_till_that_is_careless_is_seen(template: Path, monkeypatch: pytest.MonkeyPatch, name: str, wrong: Callable[..., None]) -> None:
    monkeypatch.setattr(cards, name, wrong)
    with pytest.raises((AssertionError, ExceptionGroup)):
        play(template, 200)
