"""Judges a chain at rest: what the ledger says of members, campaigns, coupons and cards against the count of all journals."""

from collections import Counter
from contextlib import closing
from typing import Any

from tests.faults.judge import judge_journal
from tests.faults.loyalty import campaigns, rights
from tests.faults.loyalty.accounts import Account
from tests.faults.loyalty.findings import Findings
from tests.faults.loyalty.journals import Journals, read_journals
from tests.faults.loyalty.ledgers import Ledger
from tests.faults.loyalty.members import Book, Life, played
from tests.faults.loyalty.shop import GIFT_CARDS, TILLS, programmes
from tests.faults.loyalty.standing import clubs
from tests.faults.loyalty.world import Chain

EXPECTED_CASES = frozenset(
    {
        "points_overdrawn",
        "coupon_redeemed_twice",
        "coupon_used_and_revoked",
        "gift_card_overdrawn",
        "return_differs",
        "over_returned",
        "reward_overdrawn",
    }
)
"""What a lost network may bring: rights that were used without asking, goods that came back where nobody knew their shares."""


def _judge_journals(chain: Chain, acknowledged: dict[str, dict[str, int]], found: Findings) -> Journals:
    """Judge what the journals show by themselves."""
    for register in TILLS:
        judge_journal(chain.profile_of(register), acknowledged[register], found, in_hand=0)
    journals = read_journals((register, store, chain.profile_of(register)) for register, store in TILLS.items())
    found.sales = sum(1 for _ in journals.sales())
    found.faults += rights.wrong_shares(journals)
    found.faults += rights.wrong_movements(journals)
    return journals


def _judge_promise(journals: Journals, found: Findings, kept: rights.Kept) -> None:
    """No coupon is used more often than the promise says."""
    lives = rights.coupons(journals)
    for id, life in lives.items():
        broken = life.broken(life.facts[0]["home"], kept) if life.facts else 0
        if broken:
            found.faults.append(f"coupon {id[:8]} was used {broken} times against the promise")
            found.double_spent += broken
    found.counted["coupons"] = sum(len(life.used) for life in lives.values())
    found.counted["issued"] = sum(len(life.issued) for life in lives.values())


def judge_chain(chain: Chain, acknowledged: dict[str, dict[str, int]]) -> Findings:
    """Judge everything, once all is sent and the last night is made."""
    found = Findings()
    journals = _judge_journals(chain, acknowledged, found)
    with closing(Ledger(chain.ledger_folder / "ledger.db")) as ledger:
        _judge_entries(journals, ledger, found)
        kept = ledger.holds_kept()
        _judge_promise(journals, found, kept)
        book = played(journals, ledger, {programme["id"]: programme for programme in programmes()}, kept, found)
        sums = ledger.sums()
        today = chain.now().date().isoformat()
        _judge_members(book, ledger, sums, today, found)
        _judge_units(book, sums, found)
        _judge_coupons(journals, ledger, found)
        _judge_cards(journals, ledger, sums, found)
        _judge_cases(book, journals, ledger, found)
        _judge_campaigns(journals, ledger, kept, found)
        _judge_holds(journals, ledger, found)
    return found


def _judge_entries(journals: Journals, ledger: Ledger, found: Findings) -> None:
    """The ledger holds every entry once under the same hash, all books balance, and nothing is on its way."""
    held = Counter((row["terminal"], row["epoch"], row["seq"], bytes(row["hash"])) for row in ledger.rows("SELECT * FROM entry"))
    ours = {(*entry.key, entry.hash) for entry in journals.entries}
    found.lost += len(ours - held.keys())
    found.duplicated += sum(held.values()) - len(held)
    if held.keys() - ours:
        found.faults.append("the ledger holds entries that no till has")
    found.faults += [f"postings of {row['terminal'][:8]}:{row['seq']} sum to {row['total']} {row['unit']}" for row in ledger.unbalanced()]
    found.faults += [f"{count} effects still wait in {outbox}" for outbox, count in ledger.waiting().items() if count]


def _judge_members(book: Book, ledger: Ledger, sums: Counter[tuple[str, str, str]], today: str, found: Findings) -> None:
    """Lots, balances, what waits, tiers: at home, in every store's record, and in the books."""
    records = ledger.records("member")
    for member, life in book.lives.items():
        kept = ledger.accounts(member)
        for unit, account in life.accounts.items():
            where = f"{member[:8]} {unit}"
            found.compare(f"lots of {where}", _lots(kept.get(unit, {}), today), _counted_lots(account, today))
            owed = -sum(sums[life.home, name, unit] for name in (f"member:{member}", f"member_pending:{member}"))
            found.compare(f"books of {where}", owed, sum(lot.amount for lot in account.lots) - account.debt)
            waiting = -sums[life.home, f"member_pending:{member}", unit]
            found.compare(f"what waits of {where} in the books", waiting, account.pending(today))
        found.counted["lots"] += sum(len(account.lots) for account in life.accounts.values())
        for (store, key), record in records.items():
            if key == member:
                _judge_record(f"{member[:8]} in {store}", record, life.accounts, life.spend_minor(today), today, found)
                _judge_standing(f"{member[:8]} in {store}", record, life, today, found)
        if not any(key == member for _, key in records):
            found.faults.append(f"no store tells of member {member[:8]}")


def _judge_record(who: str, record: dict[str, Any], accounts: dict[str, Account], spend_minor: int, today: str, found: Findings) -> None:
    for unit, account in accounts.items():
        found.compare(f"balance of {who} {unit}", record.get("balances", {}).get(unit, 0), account.balance(today))
        found.compare(f"pending of {who} {unit}", record.get("pending", {}).get(unit, 0), account.pending(today))
    level = next(programme for programme in programmes() if programme["kind"] == "tiers")
    reached = [tier["id"] for tier in level["tiers"] if tier["need"] <= spend_minor]
    state = record.get("tiers", {}).get(level["id"], {})
    found.compare(f"what counts towards tiers of {who}", state.get("have", 0), max(spend_minor, 0))
    found.compare(f"tier of {who}", record.get("tier", ""), reached[-1] if reached else "")


def _judge_standing(who: str, record: dict[str, Any], life: Life, today: str, found: Findings) -> None:
    """Offers limited by member, and memberships with their segments."""
    uses = {offer: (use["count"], use.get("since", "")) for offer, use in record.get("uses", {}).items() if use["count"]}
    found.compare(f"uses by {who}", uses, life.standing.used())
    found.counted["member_uses"] += len(uses)
    for club in clubs():
        end = record.get("memberships", {}).get(club["id"], "")
        possible = life.standing.lasting(club["id"], today)
        if end not in possible:
            found.faults.append(f"membership of {who}: {end or 'none'} at the ledger, {sorted(possible)} counted")
        found.compare(f"{club['segment']} has {who}", club["segment"] in record.get("segments", []), bool(end))
        found.counted["memberships"] += bool(end)


def _lots(kept: dict[str, Any], today: str) -> tuple[list[tuple[str, int]], int]:
    account = kept.get("account", {})
    lots = [(lot["id"], lot["amount"]) for lot in account.get("lots", [])]
    return sorted(lots), account.get("debt", 0)


def _counted_lots(account: Account, today: str) -> tuple[list[tuple[str, int]], int]:
    return sorted((lot.id, lot.amount) for lot in account.lots), account.debt


def _judge_units(book: Book, sums: Counter[tuple[str, str, str]], found: Findings) -> None:
    """In each programme's unit: what was earned, spent, ended and forgiven is what the journals count, and stores owe each other alike."""
    by_account: Counter[tuple[str, str]] = Counter()
    for (_, account, unit), amount in sums.items():
        by_account["inter_store" if account.startswith("inter_store:") else account, unit] += amount
    for unit, total in book.totals().items():
        given = total["earned"] - total["reversed"] - total["forgiven"]
        found.compare(f"points_expense of {unit}", by_account[f"points_expense:{unit}", unit], total["earned"] - total["reversed"])
        redeemed = total["restored"] - total["spent"] - total["paid"]
        found.compare(f"points_redeemed of {unit}", by_account[f"points_redeemed:{unit}", unit], redeemed)
        found.compare(f"points_expired of {unit}", -by_account[f"points_expired:{unit}", unit], total["expired"])
        found.compare(f"points_forgiven of {unit}", by_account[f"points_forgiven:{unit}", unit], total["forgiven"])
        found.compare(f"inter_store of {unit}", by_account["inter_store", unit], 0)
        found.counted.update(earned=total["earned"], spent=total["spent"] + total["paid"], expired=total["expired"], given=max(given, 0))
        found.counted.update(reversed=total["reversed"], restored=total["restored"])


def _judge_coupons(journals: Journals, ledger: Ledger, found: Findings) -> None:
    """Each coupon stands as its life left it."""
    kept = {row["id"]: row for row in ledger.rows("SELECT * FROM right_")}
    for id, life in rights.coupons(journals).items():
        gone = life.revoked or len(life.used) > len(life.restored)
        state = kept.get(id, {}).get("state", "missing")
        found.compare(f"coupon {id[:8]}", state, "redeemed" if gone else "issued")
        if not life.issued:
            found.faults.append(f"coupon {id[:8]} was used and never issued")


def _judge_cards(journals: Journals, ledger: Ledger, sums: Counter[tuple[str, str, str]], found: Findings) -> None:
    """Each gift card is owed what the journals count, besides what it began with."""
    owed: Counter[str] = Counter()
    for (_, account, unit), amount in sums.items():
        if account.startswith("gift_card:") and unit.startswith("GIFT:"):
            owed[account.partition(":")[2]] -= amount
    begun, moved = ledger.cards_begun(), rights.cards(journals)
    found.compare("what gift cards began with", sorted(begun.values()), sorted(GIFT_CARDS.values()))
    for card in sorted(owed.keys() | moved.keys() | begun.keys()):
        found.compare(f"gift card {card[:8]}", owed[card], begun[card] + moved[card])


def _judge_cases(book: Book, journals: Journals, ledger: Ledger, found: Findings) -> None:
    """There is a case for each right that was used twice, exactly one, with what it costs; and no other case."""
    cases = ledger.cases()
    found.counted["cases"] = len(cases)
    found.faults += [f"an unexpected case: {case['code']} {case['subject'][:40]}" for case in cases if case["code"] not in EXPECTED_CASES]
    of_coupons = Counter((case["code"], case["subject"]) for case in cases)
    for id, coupon in rights.coupons(journals).items():
        found.compare(f"cases of coupon {id[:8]}", of_coupons["coupon_redeemed_twice", id], coupon.disputed)
        found.compare(f"cases of the goods of coupon {id[:8]}", of_coupons["coupon_used_and_revoked", id], coupon.outlived)
    over, alone = rights.over_returned(journals)
    named = {code: {case["subject"] for case in cases if case["code"] == code} for code in ("over_returned", "return_differs")}
    found.compare("lines of which too much came back", named["over_returned"], over)
    # What differed before too much of it came back was disputed then.
    found.compare("lines that came back otherwise", named["return_differs"] - over, rights.differing(journals))
    found.faults += [f"one till alone took more of {subject} back than was sold" for subject in alone]
    overdrawn = {case["subject"]: case["effect_minor"] for case in cases if case["code"] == "points_overdrawn"}
    if len(overdrawn) != sum(case["code"] == "points_overdrawn" for case in cases):
        found.faults.append("two cases of one overdraft")
    for member, life in book.lives.items():
        for unit, account in life.accounts.items():
            worth = book.rules[unit].get("value_minor", 1) if book.rules[unit]["kind"] != "punch" else 0
            expected = account.overdrawn * worth if account.overdrawn else None
            found.compare(f"case of {member[:8]} {unit}", overdrawn.get(f"{member}:{unit}"), expected)
            too_much = max(0, account.overdrawn - life.unasked[unit])
            if too_much:
                found.faults.append(f"{too_much} {unit} of {member[:8]} were spent twice although the ledger was asked")
                found.double_spent += 1


def _judge_campaigns(journals: Journals, ledger: Ledger, kept: rights.Kept, found: Findings) -> None:
    used = campaigns.uses(journals)
    campaigns.judge_caps(used, found)
    campaigns.judge_uses(journals, used, ledger, found)
    campaigns.judge_leases(used, ledger, found)
    campaigns.judge_stock(journals, ledger, kept, found)


def _judge_holds(journals: Journals, ledger: Ledger, found: Findings) -> None:
    """A hold that a sale names was granted, and is confirmed by the sale: it stands in nobody's way any more."""
    named = {tender["hold"] for sale in journals.sales() for tender in sale.fact.get("tenders", []) if tender.get("hold")}
    for kind in ("redeemed", "rewards"):
        named |= {use["hold"] for sale in journals.sales() for use in sale.fact.get(kind, []) if use.get("hold")}
    found.counted["holds"] = len(named)
    states = {row["id"]: row["state"] for row in ledger.rows("SELECT id, state FROM hold")}
    found.faults += [f"hold {id[-12:]} was used and never granted" for id in sorted(named - states.keys())]
    found.faults += [
        f"hold {id[-12:]} is {states[id]}, not confirmed by its sale" for id in sorted(named & states.keys()) if states[id] != "used"
    ]
