"""What a use case works with: the terminal's unchanging parts, and one command's unit of work with a draft of the session."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kiosk.domain.basket import Basket
from kiosk.domain.lines import BasketLine
from kiosk.domain.policy import Circumstances, Policy
from kiosk.domain.pricing import Memo, Priced
from kiosk.services.answers import LineView
from kiosk.services.clock import ManualClock, SystemClock
from kiosk.services.ports import CardTerminalPort, MailPort, MembersPort, ReceiptsPort, RightsPort, ScalePort
from kiosk.services.profile import Identity, Keys
from kiosk.services.session import Session
from kiosk.store.reference import ReferenceStore
from kiosk.store.till import TillStore
from kiosk.store.till.unit import Unit
from sync.base.words import Words
from sync.protocol import facts, tokens
from sync.protocol.errors import Refusal
from sync.protocol.facts import AnyFact, SoldLine
from sync.protocol.records import Member, Store
from sync.protocol.text import Text
from sync.rules.barcode import Rules

if TYPE_CHECKING:
    from kiosk.services.circumstances import Standing
    from kiosk.services.member_book import MemberBook

_STEPS = (
    facts.LineVoided,
    facts.BasketCancelled,
    facts.TenderReversed,
    facts.DiscountGiven,
    facts.DiscountWithdrawn,
    facts.PriceOverridden,
    facts.BasketHeld,
    facts.BasketRecalled,
)
"""What happens to a ticket on its way."""


@dataclass(frozen=True)
class LastPriced:
    """An evaluation with what it was made of; hours of offers begin with a minute. A `whole` one took nothing over from an earlier one."""

    basket: Basket
    policy: Policy
    minute: datetime
    circumstances: Circumstances
    result: Priced
    memo: Memo
    whole: bool = False


class ShownLine(NamedTuple):
    """A line's view with what it was made of."""

    sold: SoldLine
    line: BasketLine | None
    view: LineView


@dataclass(frozen=True)
class LastShown:
    """The lines last answered, by number, and what the offers of that policy are called."""

    policy: Policy
    offer_names: dict[str, Text]
    lines: dict[int, ShownLine]


@dataclass
class Terminal:
    """A terminal's parts, joined by bootstrap. `policy` is replaced when new reference pages have come."""

    identity: Identity
    keys: Keys
    store: TillStore
    reference: ReferenceStore
    policy: Policy
    clock: SystemClock | ManualClock
    words: Words
    policy_rules: Rules
    bundle_version: int = field(default=0, kw_only=True)
    store_record: Store
    card: CardTerminalPort | None = None
    scale: ScalePort | None = None
    receipts: ReceiptsPort | None = None
    mail: MailPort | None = None
    rights: RightsPort | None = None
    push: Callable[[], object] | None = None
    """Brings the ledger all that it lacks of this till, off the worker's thread; raises as the exchange does."""
    ledger_answers: bool = False
    """Whether it did when it was last asked to exchange or to reserve something."""
    members: MembersPort | None = None
    has_printer: bool = False
    has_second_printer: bool = False
    last_priced: LastPriced | None = None
    """The last evaluation, see `kiosk.services.pricing`."""
    standing: "Standing | None" = None
    """What evaluations take place under, see `kiosk.services.circumstances`."""
    pulls: int = 0
    """Counts the times that reference data came."""
    last_shown: LastShown | None = None
    """The last lines answered, see `kiosk.services.line_views`."""

    holds_asked: dict[str, str] = field(default_factory=dict)
    """The holds that the ledger is being asked for now, with what each is of."""
    met: dict[str, Member] = field(default_factory=dict)
    """Members whom only the ledger knew when it was asked, see `kiosk.services.membership.kept`."""
    books: "dict[str, MemberBook]" = field(default_factory=dict)
    """Members' own tickets as far as they were reckoned, see `kiosk.services.member_book`."""
    asking_member: bool = False
    """True while the ledger is asked for one."""

    def issuer(self, key_id: bytes) -> bytes | None:
        """Return the public key that a token names: this terminal's own, the shop's or another register's; refuses (`token_revoked`) one
        that was revoked."""
        own = self.keys.public()
        if tokens.key_id(own) == key_id:
            return own
        found = self.reference.issuer(key_id)
        if found is not None and found.revoked:
            raise Refusal("token_revoked", field="code")
        return found.public if found is not None else None


@dataclass
class Work:
    """One command being carried out. `session` is a draft: it holds once the unit is committed."""

    terminal: Terminal
    unit: Unit
    session: Session
    authority: str = ""
    """The role by whose right the command is carried out: of the person at the till, or of the one who approved it."""
    topics: set[str] = field(default_factory=set)
    extra: dict[str, Any] = field(default_factory=dict)
    show: Any = None
    """The picture of a ticket that this command ended, in place of the open one."""
    holds_kept: set[str] = field(default_factory=set)
    """Holds that leave the open ticket and are not given back: used by its sale, or put aside with it."""
    replayed: bool = False
    failure: Refusal | None = None
    """What a card terminal said no to: the intent's end is kept, and the answer is a failure."""
    after: list[Callable[[], None]] = field(default_factory=list)
    aside: tuple[Callable[[], Any], Callable[["Work", Any], None]] | None = None
    """A slow call to make once this unit is committed, and the step that takes its result in a unit of its own."""
    asking: str = "card_busy"
    """The code that other commands are refused by while the slow call lasts, each with its sentence; empty lets them be carried out."""

    @property
    def at(self) -> str:
        """The wall time of this command, ISO 8601 with offset, milliseconds."""
        return self.terminal.clock.now().isoformat(timespec="milliseconds")

    def change(self, *topics: str, **fields: Any) -> None:
        """Put new values into the draft of the session."""
        self.session = msgspec.structs.replace(self.session, **fields)
        self.topics.update(topics)

    def append(self, fact: AnyFact) -> None:
        """Journal a fact of the person at the till; the steps of a ticket for practice leave none."""
        if not (self.session.training and isinstance(fact, _STEPS)):
            self.unit.append(fact)

    def require_day(self) -> None:
        """Refuse unless the day is open."""
        if self.session.day is None:
            raise Refusal("day_not_open")


UseCase = Callable[[Work, Any], None]
