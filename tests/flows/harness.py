"""The headless till in process: requests as JSON in, TILL.md's answers out, each checked against the published schemas."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from jsonschema_rs import Draft202012Validator

from kiosk.bootstrap import Running, open_terminal
from kiosk.cli.shop import open_shop
from kiosk.cli.till import Conversation
from kiosk.devices.card import SimulatedCardTerminal
from kiosk.services.ports import CardTerminalPort
from sync.base.resources import read_bytes
from sync.protocol import facts
from sync.protocol.envelope import Body, decode_body
from sync.shopfile import load
from tests.new_files import new_files
from tests.snapshots import Snapshot

Json = dict[str, Any]

SHOPS_KEPT = 32


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(msgspec.json.decode(read_bytes("schemas", name)))


REQUESTS, ANSWERS = schema("till-request.v1.json"), schema("till-answer.v1.json")


class Till:
    """A till over one profile. `ask` sends a request as a line of JSON; `ok` and `no` also check how it ended."""

    def __init__(self, running: Running, first_person: str) -> None:
        self.running = running
        self._conversation = Conversation(running, first_person)

    def line(self, line: bytes) -> Json:
        """Send raw bytes and return the answer as it stands on the wire."""
        sink = BytesIO()
        self._conversation.run(BytesIO(line + b"\n"), sink)
        answer: Json = json.loads(sink.getvalue())
        ANSWERS.validate(answer)
        return answer

    def ask(self, do: str, /, **fields: Any) -> Json:
        """Send a request that the schema allows."""
        request = {"do": do, **fields}
        REQUESTS.validate(request)
        return self.line(json.dumps(request).encode())

    def ok(self, do: str, /, **fields: Any) -> Json:
        answer = self.ask(do, **fields)
        assert answer["ok"], answer
        return answer

    def no(self, code: str, do: str, /, **fields: Any) -> Json:
        """Send a request that is refused with `code`, in a whole sentence, and changes nothing that can be seen."""
        before = self.picture()
        answer = self.ask(do, **fields)
        assert not answer["ok"], answer
        error: Json = answer["error"]
        assert error["code"] == code, error
        assert error["message"].endswith(".") and "?" not in error["message"] and "{" not in error["message"], error
        assert code not in error["message"], f"{code} has no sentence"
        assert self.picture() == before
        return error

    def picture(self) -> tuple[Json | None, str]:
        """The ticket and the state as they stand, without asking the till to do anything."""
        session = self.running.till.session
        return msgspec.to_builtins(session.basket), session.state

    def sell(self, *goods: Json, **finish: Any) -> Json:
        """Sell goods for exact cash and return the finished answer."""
        for each in goods:
            measure = {} if "weight_g" in each else {"quantity": 1}
            self.ok("add", **measure | each)
        self.ok("tender", kind="cash")
        return self.ok("finish", **finish)

    def bodies(self) -> list[Body]:
        """The whole journal, in order."""
        store = self.running.till.terminal.store
        return [decode_body(entry.body) for entry in self.running.worker.call(lambda: list(store.entries(0, 10_000)))]

    def facts(self, *kinds: type[facts.Fact]) -> list[Any]:
        """The journal's facts of these kinds."""
        return [body.fact for body in self.bodies() if isinstance(body.fact, kinds)]


def encoded(shop: Json) -> bytes:
    """A shop file's bytes."""
    return json.dumps(shop).encode()


def make(folder: Path, shop: Json) -> str:
    """Make a throw-away profile of a shop file; return the first person. Profiles of the same file are copies, down to their keys."""
    prepared, first_person = _prepared(encoded(shop))
    prepared.restore(folder)
    return first_person


@lru_cache(maxsize=SHOPS_KEPT)
def _prepared(shop: bytes) -> tuple[Snapshot, str]:
    """Make a profile: its PIN verifiers and schema cost more than a sale does."""
    file = load(shop)
    with TemporaryDirectory() as name:
        new_files().restore(Path(name))
        open_shop(Path(name), file)
        return Snapshot.of(Path(name)), file.staff[0].id


@contextmanager
def opened(
    folder: Path,
    first_person: str = "",
    *,
    manual_clock: bool = False,
    card: CardTerminalPort | None = None,
) -> Iterator[Till]:
    """Open a profile as a till. With `first_person` it begins as `--shop` does, without as `--profile` does."""
    running = open_terminal(folder, manual_clock=manual_clock, card=card)
    running.start()
    try:
        yield Till(running, first_person)
    finally:
        running.stop()


@contextmanager
def reopened(folder: Path, *, card: CardTerminalPort | None = None) -> Iterator[Till]:
    """Open a profile again after a stop; its cashier logs in, as after every start."""
    with opened(folder, card=card) as till:
        assert till.ok("state")["state"] == "logged_out"
        till.ok("login", staff="ana", pin="1234")
        yield till


@contextmanager
def shop_till(
    folder: Path, shop: Json, *, manual_clock: bool = False, card: CardTerminalPort | None = None, begun: bool = True
) -> Iterator[Till]:
    """Open a throw-away shop, as `comptoir till --shop` does; `begun` sends a first request that leaves the beginning to the till."""
    with opened(folder, make(folder, shop), manual_clock=manual_clock, card=card) as till:
        if begun:
            till.ok("state")
        yield till


def simulated_card(folder: Path) -> SimulatedCardTerminal:
    return SimulatedCardTerminal(folder / "card.json")
