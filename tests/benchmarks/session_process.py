"""A till without a screen that sells all day, printing and with its queues running, and says how much memory it holds."""

import itertools
import os
import sys
from pathlib import Path

import msgspec

from kiosk.bootstrap import Running, open_terminal
from kiosk.services.answers import Answer
from kiosk.services.commands import Add, Command, Finish, SetMember, State, TenderMoney
from tests.benchmarks.shop import CASHIER, MEMBER_CODE

_LINES, _GOODS, _PAPER_EVERY, _KIB = 8, 2_000, 5, 1024


class Grown(msgspec.Struct, frozen=True):
    """Resident memory in KiB after the first sales and after the last."""

    at_first_kb: int
    at_end_kb: int


class Cashier:
    """Sells different goods in every ticket, to a member each other time, some with paper."""

    def __init__(self, running: Running) -> None:
        self._worker = running.worker
        self._requests = itertools.count(1)
        self._goods = itertools.cycle(range(_GOODS))

    def sell(self, number: int) -> None:
        """Ring up, take the money and finish, each request numbered as scripted tills do."""
        for _ in range(_LINES):
            self._must(Add(sku=f"s{next(self._goods):06d}", quantity=1, request=self._request()))
        if number % 2:
            self._must(SetMember(code=MEMBER_CODE))
        self._must(TenderMoney(kind="cash", request=self._request()))
        self._must(Finish(paper="none" if number % _PAPER_EVERY else "paper", request=self._request()))

    def rest(self) -> None:
        """Wait until every paper is out."""
        while self._must(State()).extra["papers_waiting"]:
            pass

    def _must(self, command: Command) -> Answer:
        answer = self._worker.execute(command)
        if not answer.ok:
            raise RuntimeError(str(answer.error))
        return answer

    def _request(self) -> str:
        return f"r{next(self._requests)}"


def main() -> None:
    """Sell and report."""
    profile, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    running = open_terminal(profile)
    running.till.begin(CASHIER, open_day=False)
    running.start()
    cashier = Cashier(running)
    at_first_kb = 0
    for number in range(1, count + 1):
        cashier.sell(number)
        if number == first:
            cashier.rest()
            at_first_kb = resident_kb()
    cashier.rest()
    grown = Grown(at_first_kb, resident_kb())
    running.stop()
    sys.stdout.buffer.write(msgspec.json.encode(grown))


def resident_kb() -> int:
    """Return the resident set from the kernel, in KiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // _KIB


if __name__ == "__main__":
    main()
