"""Coupons, gift cards and frozen shares, counted over all journals; what breaks the promise is counted apart."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.loyalty.journals import Entry, Fact, Journals, lines, pieces, signed

Kept = Callable[[str, Entry], bool]
"""Tells whether a hold still stood when the ledger heard of the entry that used it: one that is over protects nobody."""

CARD_KINDS = ("gift_card", "store_credit")


@dataclass
class Coupon:
    """One coupon's life: who issued it, each use as (entry, hold), and how often it went back or was made good."""

    issued: list[Entry] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    used: list[tuple[Entry, Fact]] = field(default_factory=list)
    revoked: list[Entry] = field(default_factory=list)
    restored: list[Entry] = field(default_factory=list)

    @property
    def disputed(self) -> int:
        """How many of its uses were one too many."""
        return max(0, len(self.used) - len(self.restored) - 1)

    @property
    def outlived(self) -> int:
        """1 where a use stands beside the goods' coming back that had earned it."""
        return int(bool(self.revoked) and len(self.used) > len(self.restored))

    def broken(self, home: str, kept: Kept) -> int:
        """Return how many uses the promise forbids: elsewhere without asking; a second one that asked, or a second one at home."""
        alone = [entry for entry, use in self.used if not use.get("hold")]
        elsewhere = [entry for entry in alone if entry.register != home]
        at_home = len(alone) - len(elsewhere) + len([entry for entry in self.revoked if entry.register == home])
        held = [entry for entry, use in self.used if use.get("hold") and kept(use["hold"], entry)]
        free = len(self.restored)
        return len(elsewhere) + max(0, len(held) - 1 - free) + max(0, at_home - 1 - free)


def coupons(journals: Journals) -> dict[str, Coupon]:
    """Return every coupon's life by its id."""
    found: dict[str, Coupon] = defaultdict(Coupon)
    for entry in journals.entries:
        for fact in issued_by(entry):
            found[fact["id"]].issued.append(entry)
            found[fact["id"]].facts.append(fact)
        if entry.fact["fact"] == "sale":
            for use in entry.fact.get("redeemed", []):
                found[use["id"]].used.append((entry, use))
            for name in ("revoked", "restored"):
                for use in entry.fact.get(name, []):
                    getattr(found[use["id"]], name).append(entry)
    return found


def issued_by(entry: Entry) -> list[Fact]:
    """Return the coupons that an entry gave out."""
    if entry.fact["fact"] == "recovery_given":
        return [entry.fact["coupon"]] if entry.fact.get("coupon") else []
    return list(entry.fact.get("issued", [])) if entry.fact["fact"] == "sale" else []


def cards(journals: Journals) -> Counter[str]:
    """Return what each gift card and store credit moved by, by its id: positive is owed to its holder."""
    found: Counter[str] = Counter()
    for entry in journals.entries:
        fact = entry.fact
        if fact["fact"] == "recovery_given" and fact.get("card"):
            found[fact["card"]] += fact["amount_minor"]
        if fact["fact"] != "sale":
            continue
        for line in fact["lines"]:
            if line.get("kind") == "gift_card":
                found[line["card"]] += line["gross_minor"]
        for tender in fact.get("tenders", []):
            if tender["kind"] in CARD_KINDS and tender.get("card"):
                found[tender["card"]] -= signed(tender, "amount_minor")
        for reward in fact.get("rewards", []):
            if reward.get("card"):
                found[reward["card"]] += reward["amount_minor"]
    return found


@dataclass
class Back:
    """What came back of a sold line, and at which registers."""

    sold: Fact
    lines: list[Fact] = field(default_factory=list)
    registers: set[str] = field(default_factory=set)

    @property
    def whole(self) -> bool:
        """True when all of its pieces, and no more, are back."""
        return sum(map(pieces, self.lines)) == pieces(self.sold)

    def left(self) -> dict[str, int]:
        """Return what of each frozen share has not come back; below zero is too much."""
        found = {"gross": self.sold["gross_minor"] + sum(each["gross_minor"] for each in self.lines)}
        for kind in ("points", "spent"):
            for unit, share in self.sold.get(kind, {}).items():
                found[f"{kind} of {unit}"] = share + sum(each.get(kind, {}).get(unit, 0) for each in self.lines)
        return found


def backs(journals: Journals) -> dict[str, Back]:
    """Return what came back of each line, by receipt number and line."""
    found = {f"{entry.fact['number']}:{line['line']}": Back(line) for entry in journals.sales() for line in lines(entry.fact, back=False)}
    for entry in journals.sales():
        for line in lines(entry.fact, back=True):
            back = found[f"{line['origin']['receipt']}:{line['origin']['line']}"]
            back.lines.append(line)
            back.registers.add(entry.register)
    return {subject: back for subject, back in found.items() if back.lines}


def wrong_shares(journals: Journals) -> list[str]:
    """Return where the shares that one till gave back are not those that were frozen: after all pieces exactly, before that never more."""
    return [
        f"{share} on line {subject}: {left} is left of it"
        for subject, back in backs(journals).items()
        if len(back.registers) == 1
        for share, left in back.left().items()
        if (left != 0 if back.whole else left < 0)
    ]


def differing(journals: Journals) -> set[str]:
    """Return the lines that came back whole at parted tills, which did not know of each other's rounding, and not as they were frozen."""
    return {subject for subject, back in backs(journals).items() if back.whole and any(back.left().values())}


def over_returned(journals: Journals) -> tuple[set[str], list[str]]:
    """Return the lines of which parted tills took more back than was sold, and those of which one till alone did."""
    over = {subject: back for subject, back in backs(journals).items() if sum(map(pieces, back.lines)) > pieces(back.sold)}
    return set(over), sorted(subject for subject, back in over.items() if len(back.registers) == 1)


def wrong_movements(journals: Journals) -> list[str]:
    """Return where a sale's movements are not the sum of its lines' shares and of what its rewards cost."""
    faults = []
    for entry in journals.sales():
        sale = entry.fact
        moves = {move["programme"]: move for move in sale.get("points", [])}
        if moves and not entry.member:
            faults.append(f"{sale['number']} moves points of nobody")
        for unit in moves.keys() | {id for line in sale["lines"] for kind in ("points", "spent") for id in line.get(kind, {})}:
            wrong = _sides(sale, unit, moves.get(unit, {}))
            faults += [f"{sale['number']} {unit} {side}: {said} said, {counted} on its lines" for side, (said, counted) in wrong.items()]
    return faults


def _sides(sale: Fact, unit: str, move: Fact) -> dict[str, tuple[int, int]]:
    shares = {kind: [line.get(kind, {}).get(unit, 0) for line in sale["lines"]] for kind in ("points", "spent")}
    counted = {
        "earned": sum(share for share in shares["points"] if share > 0),
        "reversed": -sum(share for share in shares["points"] if share < 0),
        "restored": -sum(share for share in shares["spent"] if share < 0),
    }
    # What a reward costs that no goods bear stands on none of the lines.
    on_lines = sum(share for share in shares["spent"] if share > 0)
    found = {side: (int(move.get(side, 0)), value) for side, value in counted.items() if int(move.get(side, 0)) != value}
    if int(move.get("spent", 0)) < on_lines:
        found["spent"] = (int(move.get("spent", 0)), on_lines)
    return found
