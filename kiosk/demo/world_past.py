"""What was before the demo begins: a day of last month at each till, so that there is a month to close."""

import queue
from datetime import date, timedelta
from pathlib import Path

from kiosk.bootstrap import Running, open_terminal
from kiosk.demo.shop import staff_pins
from kiosk.services import commands as c
from kiosk.services.answers import Answer
from kiosk.services.commands import Command
from sync.protocol.errors import Refusal

MANAGER = "claude"
FLOAT_MINOR = 15_000
_GOODS = ("568098", "815545", "395166")
_ANSWER_S = 30.0


def trade_last_month(profile: Path) -> None:
    """Open the last day of last month at a till, sell a few things, and close it. Raises Refusal where the till refuses any of it."""
    running = open_terminal(profile)
    running.worker.start()
    try:
        if running.till.terminal.identity.kind == "cashier":
            _trade(running)
    finally:
        running.stop_worker()


def _trade(running: Running) -> None:
    today = running.till.terminal.clock.now().date()
    _do(running, c.Login(staff=MANAGER, pin=staff_pins()[MANAGER]))
    _do(running, c.OpenDay(float_minor=FLOAT_MINOR, business_day=_last_of_month_before(today).isoformat()))
    for sku in _GOODS:
        _do(running, c.Add(sku=sku, quantity=1))
    _do(running, c.TenderMoney(kind="cash"))
    sold = _do(running, c.Finish(paper="none"))
    total = sold.basket.totals.gross_minor if sold.basket else 0
    _do(running, c.Drop(amount_minor=total, reason="safe"))
    _do(running, c.CloseDay(counted_minor=FLOAT_MINOR))
    _do(running, c.Logout())


def _last_of_month_before(today: date) -> date:
    return today.replace(day=1) - timedelta(days=1)


def _do(running: Running, command: Command) -> Answer:
    answered: queue.SimpleQueue[Answer] = queue.SimpleQueue()
    running.worker.submit(command, answered.put)
    answer = answered.get(timeout=_ANSWER_S)
    if answer.error is not None:
        raise Refusal(answer.error.code, **answer.error.params)
    return answer
