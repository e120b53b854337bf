"""What screens look up without changing anything: goods, members, people, figures of the moment."""

from collections.abc import Callable
from typing import Any

from kiosk.services import lookups, offer_reasons, papers, pay_options, print_queue, receipt_search
from kiosk.services import queries as q
from kiosk.services.desk_offers import offers_in_force
from kiosk.services.desk_views import OffersInForce
from kiosk.services.membership import cards, consenting, kept, lookup, names, wallet
from kiosk.services.till import Till
from kiosk.services.wallet_views import Wallet
from sync.protocol.errors import Refusal


class Reader:
    """Answers queries on the worker's thread. `sync` and `printer` tell the state of the queues; `desk` and `ask_push` reach the ledger."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._terminal = till.terminal
        self.sync_view: Callable[[], q.SyncView] = lambda: q.SyncView(configured=False, online=False, since="", unsent=0)
        self.printer_state: Callable[[], str] = lambda: "off"
        self.second_printer_state: Callable[[], str | None] = lambda: None
        self.recovery = q.RecoveryView()
        self._answers: dict[type, Callable[[Any], Any]] = {
            q.SearchGoods: self._search_goods,
            q.Departments: self._departments,
            q.GoodsOf: self._goods_of,
            q.SearchMembers: self._search_members,
            q.MemberName: self._member_name,
            q.ConsentTexts: lambda query: consenting.texts(self._terminal, query.language),
            q.MemberProfile: self._profile,
            q.MemberCardPicture: lambda query: cards.picture(self._terminal, query.id, query.scale),
            Wallet: lambda query: wallet.of(self._terminal, self._till.session, query.member, self.sync_view().since),
            q.StaffList: self._staff,
            q.SyncState: lambda query: self.sync_view(),
            q.PrinterStatus: self._printer,
            q.PrintQueue: lambda query: print_queue.rows(self._terminal),
            q.DayInfo: self._day,
            q.Recovery: lambda query: self.recovery,
            q.PaperText: self._paper_text,
            q.FindReceipt: lambda query: receipt_search.find(self._terminal, self._till.session.basket, query.receipt),
            q.RecentReceipts: lambda query: receipt_search.recent(self._terminal, query.limit),
            q.HeldTickets: lambda query: lookups.held(self._terminal, training=self._till.session.training),
            q.GoodsByPlu: lambda query: lookups.by_plu(self._terminal, query.plu),
            q.PaymentOptions: lambda query: pay_options.options(self._terminal, self._till.session),
            q.ConsentsOf: lambda query: list(lookup.by_id(self._terminal, query.member).consents),
            q.MakeGoods: lambda query: lookups.make_goods(self._terminal, self._till.session.role),
            OffersInForce: lambda query: offers_in_force(self._terminal),
            q.OfferReasons: lambda query: offer_reasons.all_reasons(self._terminal, self._till.session),
            q.Reasons: lambda query: lookups.reasons(self._terminal, query.act),
        }

    def extend(self, query: type, reader: Callable[[Any], Any]) -> None:
        """Answer one more kind of query: what only some terminals know."""
        self._answers[query] = reader

    def answer(self, query: q.Query) -> Any:
        """Return the query's view; raises Refusal or EnvironmentFault."""
        reader = self._answers.get(type(query))
        if reader is None:
            raise Refusal("no_ledger")
        return reader(query)

    def _search_goods(self, query: q.SearchGoods) -> list[q.GoodsView]:
        found = self._terminal.reference.search(query.text, query.limit)
        return lookups.goods(self._terminal, found)

    def _departments(self, query: q.Departments) -> list[q.DepartmentView]:
        rows = self._terminal.reference.departments()
        return [q.DepartmentView(row.department.id, row.department.name, row.products) for row in rows]

    def _goods_of(self, query: q.GoodsOf) -> list[q.GoodsView]:
        found = self._terminal.reference.by_department(query.department, query.limit, query.offset)
        return lookups.goods(self._terminal, found)

    def _search_members(self, query: q.SearchMembers) -> list[q.MemberRow]:
        return lookup.search(self._terminal, query.text, query.limit)

    def _member_name(self, query: q.MemberName) -> str:
        return self._name_of(query.id)

    def _profile(self, query: q.MemberProfile) -> dict[str, str] | None:
        """Contact data are shown to who takes them down, never at a kiosk."""
        profile = None if self._terminal.identity.kind == lookup.KIOSK else kept.profile_of(self._terminal, query.id)
        return None if profile is None else dict(profile.fields)

    def _name_of(self, member: str) -> str:
        return names.member_name(self._terminal, member)

    def _staff(self, query: q.StaffList) -> list[q.StaffRow]:
        return [q.StaffRow(person.id, person.name, person.role) for person in self._terminal.reference.staff_list()]

    def _printer(self, query: q.PrinterStatus) -> q.PrinterView:
        return q.PrinterView(self.printer_state(), print_queue.waiting(self._terminal), self.second_printer_state())

    def _day(self, query: q.DayInfo) -> q.DayView:
        terminal, session = self._terminal, self._till.session
        shop, day = terminal.policy.shop, session.day
        person = terminal.reference.staff(session.staff) if session.staff else None
        return q.DayView(
            register=terminal.identity.register,
            kind=terminal.identity.kind,
            store=terminal.identity.store,
            shop=shop.name,
            currency=shop.currency,
            minor_digits=shop.minor_digits,
            languages=tuple(shop.languages),
            timezone=shop.timezone,
            business_day=day.business_day if day else "",
            float_minor=day.float_minor if day else 0,
            last_count_minor=session.last_count_minor,
            staff=session.staff,
            staff_name=person.name if person else "",
            role=session.role,
            has_card_terminal=terminal.card is not None,
            locked_by=session.locked_by,
            training=session.training,
            shift_of=session.shift_of if day else "",
            ask_paper=shop.habits.ask_paper,
            blind_count=shop.habits.blind_count,
            staff_discount_bp=shop.habits.staff_discount_bp,
            receipt_url=shop.habits.receipt_url,
            has_scale=terminal.scale is not None,
        )

    def _paper_text(self, query: q.PaperText) -> str:
        found = self._terminal.store.sale(query.number)
        if found is None:
            raise Refusal("unknown_receipt", field="receipt")
        return papers.text_of(self._terminal, query.number)
