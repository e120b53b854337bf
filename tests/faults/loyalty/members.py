"""What became of each member: the journals' entries about them, in the order in which their home heard of them, and its nights between."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.faults.judge import Verdict
from tests.faults.loyalty.accounts import SIDES, Account, Lot, Rules, last_day, moved, paid
from tests.faults.loyalty.journals import Entry, Journals, lines
from tests.faults.loyalty.ledgers import Ledger
from tests.faults.loyalty.rights import Kept
from tests.faults.loyalty.shop import MEMBERS, OPENING
from tests.faults.loyalty.standing import GOODS, Standing


@dataclass
class Life:
    """One member: the store that answers, accounts and standing as they are counted, the entries, and what was spent without asking."""

    home: str
    accounts: dict[str, Account] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    unasked: Counter[str] = field(default_factory=Counter)
    standing: Standing = field(default_factory=Standing)

    def spend_minor(self, today: str) -> int:
        """Return what counts towards a tier: everything bought, less what came back, of the last year."""
        first = (date.fromisoformat(today) - timedelta(days=364)).isoformat()
        sales = [entry.fact for entry in self.entries if entry.fact["fact"] == "sale" and entry.day >= first]
        return sum(line["gross_minor"] for sale in sales for line in sale["lines"] if line.get("kind", "") in GOODS)


@dataclass
class Book:
    """All lives, by member."""

    rules: Rules
    lives: dict[str, Life] = field(default_factory=dict)

    def totals(self) -> dict[str, Counter[str]]:
        """Return what moved in each programme in all."""
        found: dict[str, Counter[str]] = {}
        for life in self.lives.values():
            for unit, account in life.accounts.items():
                total = found.setdefault(unit, Counter())
                total["expired"] += account.expired
                total["forgiven"] += account.forgiven
            for entry in life.entries:
                for move in entry.fact.get("points", []):
                    found[move["programme"]].update({side: move.get(side, 0) for side in SIDES})
                if entry.fact["fact"] == "sale":
                    for unit, amount in paid(entry.fact).items():
                        found[unit]["paid"] += amount
        return found


def played(journals: Journals, ledger: Ledger, rules: Rules, kept: Kept, found: Verdict) -> Book:
    """Play every member's life; what the ledger heard must be what the journals say, each entry once."""
    book, about = Book(rules), journals.of_members()
    homes = ledger.homes()
    sold = journals.by_number()
    for member in sorted(about.keys() | MEMBERS.keys()):
        if len(homes.get(member, set())) != 1:
            found.faults.append(f"member {member[:8]} is at home in {sorted(homes.get(member, set()))}")
            continue
        life = book.lives[member] = Life(next(iter(homes[member])))
        life.entries = about.get(member, [])
        _play(member, life, ledger, sold, rules, found)
        for entry in life.entries:
            life.unasked.update(_unasked(entry, kept))
    return book


def _play(member: str, life: Life, ledger: Ledger, sold: dict[str, Entry], rules: Rules, found: Verdict) -> None:
    waiting = {entry.key: entry for entry in life.entries}
    last_night = ledger.last_night()
    for key, body in ledger.activity(member):
        entry = waiting.pop(key, None)
        if entry is not None:
            _happened(life, entry, sold, rules, last_night, body.get("night", ""))
        elif body["kind"] == "opening":
            _opened(life, body["day"], rules)
        elif body["kind"] == "night":
            for account in life.accounts.values():
                account.night(body["day"])
        else:
            found.duplicated += 1
            found.faults.append(f"{key[0][:8]}:{key[2]} counted for {member[:8]} twice, or says nothing of them")
    found.lost += len(waiting)
    found.faults += [f"{key[0][:8]}:{key[2]} is not counted for {member[:8]}" for key in waiting]


def _opened(life: Life, day: str, rules: Rules) -> None:
    """What the shop file says a member comes with was earned on the day it was imported."""
    for unit, amount in OPENING.items():
        life.accounts.setdefault(unit, Account()).earn(Lot(".import.0", amount, day, until=last_day(rules[unit], day)))


def _happened(life: Life, entry: Entry, sold: dict[str, Entry], rules: Rules, last_night: str, night: str) -> None:
    """A sale counts as the accounts stand at home by then: brought to the `night` that was made last."""
    if entry.fact["fact"] != "sale":
        return
    receipts = {line["origin"]["receipt"] for line in lines(entry.fact, back=True)}
    sources = {sold[number].lot for number in receipts if number in sold}
    moved(life.accounts, entry, sources, rules, night)
    life.standing.happened(entry, last_night)


def _unasked(entry: Entry, kept: Kept) -> Counter[str]:
    """Return what an entry spent without a hold that stood: punches always, points and cashback where nobody could be asked."""
    found: Counter[str] = Counter()
    for tender in entry.fact.get("tenders", []):
        if tender.get("programme") and not tender.get("out") and not (tender.get("hold") and kept(tender["hold"], entry)):
            found[tender["programme"]] += int(tender.get("points", 0))
    for move in entry.fact.get("points", []):
        found[move["programme"]] += int(move.get("spent", 0))
    for reward in entry.fact.get("rewards", []):
        if reward.get("hold") and kept(reward["hold"], entry):
            found[reward["programme"]] -= int(reward["points"])
    return found
