"""A manager's till in memory, and the ledger behind it: four terminals at the end of a Saturday."""

from collections.abc import Callable
from typing import Any

from kiosk.services.answers import Answer, ErrorView
from kiosk.services.commands import Command, EraseMember, ExportMember, Login, Logout, State
from kiosk.services.desk_views import OfferRow, OffersInForce, OffersView, StopOffer
from kiosk.services.port import Change
from kiosk.services.queries import (
    AskPush,
    DayInfo,
    DayView,
    Desk,
    FindMember,
    MemberRow,
    Query,
    Recovery,
    RecoveryView,
    SearchMembers,
    StaffList,
    StaffRow,
)
from sync.protocol.errors import EnvironmentFault
from sync.protocol.loyalty_wire import StopAnswer
from sync.protocol.wire import CaseSum, Closing, DeskAnswer, MissingZ, PeriodState, PointsOwed, TerminalState
from tests.screens.fake_day import day_view

DAY = "2026-11-21"
NOW = "2026-11-21T20:03:00+01:00"
STAFF = [
    StaffRow("marc", "Marc Lenoir", "cashier"),
    StaffRow("nadia", "Nadia Bernard", "cashier"),
    StaffRow("yves", "Yves Morel", "cashier"),
    StaffRow("awa", "Awa Diop", "attendant"),
    StaffRow("ines", "Inès Caron", "manager"),
    StaffRow("paul", "Paul Girard", "administrator"),
]
OFFERS = OffersView(
    version=12,
    hash="9f3ac1d2b4e5" + "0" * 52,
    at="2026-11-21T06:00:00+01:00",
    offers=(
        OfferRow("bio10", {"fr": "10 % sur le bio", "en": "10% off organic goods"}, "percent"),
        OfferRow("cheese", {"fr": "Le printemps des fromages de nos régions", "en": "A spring of our cheese"}, "cheapest_free"),
        OfferRow("next", {"fr": "5 € à la prochaine visite", "en": "€5 off your next visit"}, "receipt_coupon"),
        OfferRow("night", {"fr": "La nuit du mois", "en": "The night of the month"}, "tiered_spend", "2026-11-20T18:00:00+01:00"),
    ),
)
MEMBERS = [MemberRow("m1", "Claire Moreau", "M-0001", "Or"), MemberRow("m2", "Clément Petit", "M-0002", "")]
DOCUMENT = {
    "ledger": {
        "profile": {"first_name": "Claire", "last_name": "Moreau", "email": "claire@example.fr"},
        "record": {"tier": "Or", "balances": {"POINT": 1284}, "consents": ["loyalty", "email"]},
        "history": [{"kind": "sale", "day": "2026-11-20", "spend_minor": 2366}],
    },
    "till": {"profile": {"email": "claire@example.fr", "phone": "+33612345678"}},
}
PINS = {"ines": "222222", "paul": "333333", "marc": "1111"}


def at(time: str) -> str:
    return f"{DAY}T{time}:00+01:00"


def closing(expected: int, counted: int, day: str = DAY) -> Closing:
    return Closing(business_day=day, z_number=12, expected_minor=expected, counted_minor=counted, over_short_minor=counted - expected)


def proven(register: str, staff: str, expected: int, counted: int, **changes: Any) -> TerminalState:
    return state(register, staff=staff, closing=closing(expected, counted), **changes)


def state(
    register: str, *, kind: str = "cashier", heard: str = "20:02", unsent: int | None = 0, head: int | None = 900, **more: Any
) -> TerminalState:
    return TerminalState(
        terminal=f"t{register}",
        register=register,
        kind=kind,
        last_heard=at(heard) if heard else "",
        unsent=unsent,
        head_seq=head,
        acked_seq=(head or 0) - (unsent or 0),
        epochs=1 if heard else 0,
        **more,
    )


def evening(*, push_now: int = 0) -> DeskAnswer:
    """Return the sketch's evening: one till without network, three proven."""
    return DeskAnswer(
        store="lyon",
        business_day=DAY,
        terminals=[
            proven("1", "marc", 81210, 81210),
            proven("2", "nadia", 64325, 64005, heard="19:40", unsent=34),
            proven("3", "yves", 65105, 65105),
            proven("A", "awa", 0, 0, kind="selfservice"),
            state("D", kind="manager"),
        ],
        sales_minor=841235,
        receipts=341,
        cases=2,
        push_now=push_now,
        server_time=NOW,
        owed=[
            PointsOwed(programme="POINT", name={"fr": "Points", "en": "Points"}, units=412_350, worth_minor=412_350),
            PointsOwed(programme="BACK", kind="cashback", units=18_240, worth_minor=18_240),
        ],
        open_cases=[CaseSum(code="over_returned", count=1, effect_minor=1290), CaseSum(code="unknown_member", count=2)],
        periods=[
            PeriodState(register="1", period="month", key="2026-10", first_z=274, last_z=304, total_minor=9_123_400, archived=True),
            PeriodState(register="2", period="month", key="2026-10", first_z=270, last_z=300, total_minor=8_000_000),
        ],
        missing_z=[MissingZ(register="3", numbers=[17, 18])],
    )


class FakeDesk:
    """`answers` are the ledger's next answers, the last one repeated; an EnvironmentFault among them is an unreachable ledger."""

    def __init__(self, *answers: DeskAnswer | EnvironmentFault, staff: str = "") -> None:
        self.answers: list[DeskAnswer | EnvironmentFault] = list(answers) or [evening()]
        self.staff = staff
        self.asked: list[Query] = []
        self.pushes = 0
        self.push_fault: EnvironmentFault | None = None
        self.listeners: list[Callable[[Change], None]] = []
        self.offers = OFFERS
        self.stops: list[StopOffer] = []
        self.unheard = ["2", "A"]
        self.stop_fault: EnvironmentFault | None = None
        self.erased: list[str] = []

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def submit(self, command: Command, done: Callable[[Answer], None]) -> None:
        answer = self._answer(command)
        for listener in tuple(self.listeners):
            listener(Change(frozenset({"session"}), answer))
        done(answer)

    def ask(self, query: Query, done: Callable[[Any], None]) -> None:
        self.asked.append(query)
        done(self._view(query))

    def desks(self) -> int:
        """Return how often the ledger was asked."""
        return sum(isinstance(query, Desk) for query in self.asked)

    def _view(self, query: Query) -> Any:
        match query:
            case StaffList():
                return STAFF
            case DayInfo():
                return self._day()
            case Recovery():
                return RecoveryView()
            case AskPush():
                self.pushes += 1
                return self.push_fault or self.pushes
            case Desk():
                return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            case _:
                return self._of_loyalty(query)

    def _of_loyalty(self, query: Query) -> Any:
        match query:
            case OffersInForce():
                return self.offers
            case StopOffer():
                return self._stopped(query)
            case SearchMembers() | FindMember():
                return [row for row in MEMBERS if query.text.casefold() in row.name.casefold()]
            case _:
                raise AssertionError(query)

    def _stopped(self, query: StopOffer) -> StopAnswer | EnvironmentFault:
        self.stops.append(query)
        if self.stop_fault is not None:
            return self.stop_fault
        told = [register for register in ("1", "2", "3", "A") if register not in self.unheard]
        return StopAnswer(server_time=NOW, confirmed=told, open=list(self.unheard), worst_minor=4_500 if self.unheard else 0)

    def _answer(self, command: Command) -> Answer:
        match command:
            case Login() if PINS.get(command.staff) == command.pin:
                self.staff = command.staff
            case Login():
                return Answer(ok=False, state="logged_out", error=ErrorView(code="wrong_pin", message="wrong_pin", field="pin"))
            case Logout():
                self.staff = ""
            case State():
                pass
            case ExportMember():
                return Answer(state="ready", extra={"document": DOCUMENT})
            case EraseMember():
                self.erased.append(command.id)
                return Answer(state="ready", extra={"kept": {"sales": "2036-12-31", "invoice": "2036-12-31"}})
            case _:
                raise AssertionError(command)
        return Answer(state="day_closed" if self.staff else "logged_out")

    def _day(self) -> DayView:
        return day_view("D", "manager", STAFF, self.staff)
