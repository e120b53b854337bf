"""When the world is in the way: a full disk, a profile that cannot be written or is in use, a clock set back, a ledger that talks nonsense.

Each is one calm sentence, nothing acknowledged is lost, and the till sells on as soon as it can.
"""

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from kiosk.bootstrap import open_terminal
from kiosk.services.clock import JumpWatch
from sync.base.words import Words
from sync.protocol import facts
from sync.protocol.codec import pack, unpack
from sync.protocol.errors import EnvironmentFault
from sync.protocol.wire import MEDIA_TYPE, Ack, Change, FeedAnswer, Page, Push
from tests.flows import command
from tests.flows.harness import Json, Till, make, opened, shop_till
from tests.flows.shops import shop
from tests.web_server import Quiet, web_server


def words(language: str, code: str) -> str:
    return Words(language).error(code)


def sales(till: Till) -> list[str]:
    return [sale.number for sale in till.facts(facts.Sale)]


@contextmanager
def room_for(size_bytes: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size: what a full disk or a quota does to SQLite and to every other writer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_takes_no_more_bytes_says_so_and_loses_nothing(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        acknowledged = [till.sell({"sku": "pear"})["receipt"]["number"]]
        till.ok("add", sku="lamp", quantity=1)
        with room_for(max(file.stat().st_size for file in tmp_path.iterdir())):
            codes = set()
            for _ in range(300):
                answer = till.ask("quantity", line=1, quantity=2)
                if not answer["ok"]:
                    codes.add(answer["error"]["code"])
                    assert answer["error"]["message"].endswith(".")
                    break
            assert codes <= {"disk_full", "disk_failed", "commit_unknown"} and codes, "the disk was never full"
        till.ok("tender", kind="cash")
        acknowledged.append(till.ok("finish")["receipt"]["number"])
        assert sales(till) == acknowledged == ["R1-A-000001", "R1-A-000002"]
    with opened(tmp_path) as again:
        assert sales(again) == acknowledged
        assert again.running.till.terminal.store.verify().ok


def test_a_full_disk_says_so_and_sells_on_once_there_is_room(tmp_path: Path) -> None:
    """SQLite is told that the file may not grow: it fails as it does when the disk has no page left."""
    with shop_till(tmp_path, shop()) as till:
        acknowledged = [till.sell({"sku": "pear"})["receipt"]["number"]]
        connection = till.running.till.terminal.store.session.connection
        pages = till.running.worker.call(lambda: connection.execute("PRAGMA page_count").fetchall()[0][0])
        till.running.worker.call(lambda: connection.execute(f"PRAGMA max_page_count={pages}").fetchall())
        answer: Json = {"ok": True}
        goods = cycle(["lamp", "pear"])
        while answer["ok"]:
            answer = till.ask("add", sku=(sku := next(goods)), quantity=1)
        assert answer["error"]["code"] == "disk_full" and "Free some space" in words("en", "disk_full")
        till.no("disk_full", "add", sku=sku, quantity=1)
        till.running.worker.call(lambda: connection.execute("PRAGMA max_page_count=1000000").fetchall())
        till.ok("tender", kind="card_standalone")
        acknowledged.append(till.ok("finish")["receipt"]["number"])
        assert sales(till) == acknowledged == ["R1-A-000001", "R1-A-000002"]


def test_a_full_disk_in_the_midst_of_a_wrong_pin_is_survived(tmp_path: Path) -> None:
    make(tmp_path, shop())
    with opened(tmp_path) as till:
        with room_for(4096):
            answer = till.ask("login", staff="ana", pin="9999")
            assert not answer["ok"] and answer["error"]["code"] != "safely_locked"
        assert till.ok("login", staff="ana", pin="1234")["state"] == "day_closed"


def test_a_read_only_profile_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root ignores modes, so the refusal of the system is played at the place where it would come from."""
    make(tmp_path, shop())
    really = os.open

    def denied(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR) and Path(path).is_relative_to(tmp_path):
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(EnvironmentFault) as fault, opened(tmp_path):
        pass
    assert fault.value.code == "profile_read_only"
    monkeypatch.undo()
    with opened(tmp_path) as till:
        till.ok("login", staff="ana", pin="1234")


def test_a_profile_that_has_become_a_folder_of_folders(tmp_path: Path) -> None:
    make(tmp_path, shop())
    (tmp_path / "till.db").unlink(missing_ok=True)
    (tmp_path / "till.db").mkdir()
    done = command.run("till", "--profile", tmp_path)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1 and b"Traceback" not in done.stderr


def test_damaged_profile_files_are_told(tmp_path: Path) -> None:
    make(tmp_path, shop())
    (tmp_path / "keys.json").write_bytes(b"{}")
    done = command.run("till", "--profile", tmp_path)
    assert done.returncode == 1 and b"damaged" in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_second_process_on_the_same_profile_is_sent_away(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        till.ok("add", sku="lamp", quantity=1)
        done = command.run("till", "--profile", tmp_path, stdin=b'{"do":"state"}\n')
        assert done.returncode == 2 and done.stdout == b"" and b"Another Comptoir" in done.stderr
        till.ok("tender", kind="cash")
        assert till.ok("finish")["receipt"]["number"] == "R1-A-000001"


def test_a_clock_set_back_is_journalled_once_and_the_till_sells_on(till: Till) -> None:
    till.sell({"sku": "pear"})
    for at in ("2026-11-20T09:00:00+01:00", "2026-11-20T09:30:00+01:00", "2026-11-19T09:00:00+01:00", "2026-11-22T10:05:00+01:00"):
        till.ok("clock", at=at)
        till.sell({"sku": "pear"})
    jumps = till.facts(facts.ClockJumped)
    assert [jump.wall[:10] for jump in jumps] == ["2026-11-20", "2026-11-19"]
    assert sales(till) == [f"R1-A-{count:06}" for count in range(1, 6)]


def test_a_clock_far_ahead_is_journalled_too(till: Till) -> None:
    till.ok("clock", at="2031-01-01T09:00:00+01:00")
    till.sell({"sku": "pear"})
    till.sell({"sku": "pear"})
    (jump,) = till.facts(facts.ClockJumped)
    assert jump.wall.startswith("2031")


def test_the_watch_tells_nothing_of_a_clock_that_stands_well(till: Till) -> None:
    store = till.running.till.terminal.store
    assert JumpWatch().jump(store.clock_mark, till.running.till.terminal.clock.now()) is None


Reply = Callable[[str, bytes], tuple[int, str, bytes]]
GENESIS_ACK = Ack(epoch="", seq=0, hash=bytes(32), server_time="2026-11-22T10:00:00+00:00")
NONSENSE: dict[str, Reply] = {
    "rubbish": lambda path, body: (200, MEDIA_TYPE, os.urandom(300)),
    "html": lambda path, body: (200, "text/html", b"<html>Welcome to the hotel's network</html>"),
    "nothing": lambda path, body: (200, MEDIA_TYPE, b""),
    "error page": lambda path, body: (500, "text/html", b"<h1>Oops</h1>"),
    "redirect": lambda path, body: (302, "text/html", b""),
    "teapot": lambda path, body: (418, MEDIA_TYPE, b"short and stout"),
    "huge": lambda path, body: (200, MEDIA_TYPE, bytes(64 * 1024 * 1024)),
    "wrong message": lambda path, body: (200, MEDIA_TYPE, pack(FeedAnswer(pages=[], server_time="now"))),
    "ack of nothing": lambda path, body: (200, MEDIA_TYPE, pack(GENESIS_ACK)),
    "ack of the future": lambda path, body: (
        200,
        MEDIA_TYPE,
        pack(Ack(epoch="x", seq=10**9, hash=b"\x01" * 32, server_time="2026-11-22T10:00:00+00:00")),
    ),
}


@contextmanager
def serving(reply: Reply) -> Iterator[str]:
    """A server that answers every request with `reply`."""

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            status, media_type, content = reply(self.path, body)
            self.send_response(status)
            self.send_header("content-type", media_type)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            try:
                self.wfile.write(content)
            except OSError:
                return

    with web_server(Handler) as address:
        yield address


@contextmanager
def till_with_ledger(folder: Path, url: str) -> Iterator[Till]:
    """A till whose ledger is at `url`, exchanging only when asked."""
    first = make(folder, shop())
    running = open_terminal(folder, ledger=url)
    running.worker.start()
    try:
        yield Till(running, first)
    finally:
        running.stop_worker()


@pytest.mark.parametrize("name", NONSENSE)
def test_a_ledger_that_answers_nonsense_costs_nothing(tmp_path: Path, name: str) -> None:
    with serving(NONSENSE[name]) as url, till_with_ledger(tmp_path, url) as till:
        sold = till.sell({"sku": "lamp"})
        unsent = till.ok("state")["unsent"]
        for _ in range(2):
            answer = till.ask("sync")
            assert not answer["ok"] and answer["error"]["code"] in ("ledger_nonsense", "ledger_unreachable"), answer
            assert answer["error"]["message"].endswith(".")
        assert till.ok("state")["unsent"] == unsent > 0
        assert till.sell({"sku": "lamp"})["receipt"]["number"] > sold["receipt"]["number"]
        assert till.running.till.terminal.store.verify().ok


def test_a_feed_of_nonsense_leaves_the_goods_as_they_were(tmp_path: Path) -> None:
    def reply(path: str, body: bytes) -> tuple[int, str, bytes]:
        if path == "/v1/push":
            last = unpack(body, Push).entries[-1]
            ack = Ack(epoch=unpack(body, Push).epoch, seq=last.seq, hash=last.hash, server_time="2026-11-22T10:00:00+00:00")
            return 200, MEDIA_TYPE, pack(ack)
        changes = [Change(key="pear", body=b'{"sku":"pear","price_minor":"free"}')]
        pages = [Page(scope="product", cursor=9, more=False, changes=changes)]
        return 200, MEDIA_TYPE, pack(FeedAnswer(pages=pages, server_time="2026-11-22T10:00:00+00:00"))

    with serving(reply) as url, till_with_ledger(tmp_path, url) as till:
        till.sell({"sku": "pear"})
        answer: Json = till.ask("sync")
        assert not answer["ok"] and answer["error"]["code"] in ("feed_not_understood", "ledger_nonsense"), answer
        assert till.ok("add", sku="pear", quantity=1)["basket"]["totals"]["gross_minor"] == 120


def test_no_ledger_at_all_is_calm(tmp_path: Path) -> None:
    with till_with_ledger(tmp_path, "http://127.0.0.1:9") as till:
        till.sell({"sku": "lamp"})
        assert till.ask("sync")["error"]["code"] == "ledger_unreachable"
