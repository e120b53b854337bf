"""Checks of staff with their PINs, and of members."""

import re

from sync.protocol.money import MINOR_LIMIT
from sync.protocol.pins import APPROVER_PIN_DIGITS
from sync.protocol.programmes import TiersProgramme
from sync.protocol.records import Role
from sync.rules.bounds import refuse, require_day, require_id, require_known, require_range, require_text, require_unique
from sync.shopfile.cards import CODE_LIMIT_CHARS
from sync.shopfile.shapes import MemberEntry, ShopFile, StaffEntry

APPROVERS: frozenset[Role] = frozenset({"manager", "administrator"})
"""Roles whose PIN opens what others may not do (DESIGN, law 14); an attendant may have a short one, which then vouches for nothing."""
_PIN = re.compile(r"[0-9]{4,8}")


def check_people(file: ShopFile) -> None:
    """Refuse persons and cards that could not be told apart, or PINs too short for what they open."""
    require_unique([person.id for person in file.staff], "staff[{}].id")
    for index, person in enumerate(file.staff):
        _check_person(f"staff[{index}]", person)
    _check_members(file)


def _check_person(at: str, person: StaffEntry) -> None:
    require_id(f"{at}.id", person.id)
    require_text(f"{at}.name", person.name)
    if _PIN.fullmatch(person.pin) is None:
        refuse(f"{at}.pin", "pin", "4..8")
    if person.role in APPROVERS and len(person.pin) < APPROVER_PIN_DIGITS:
        refuse(f"{at}.pin", "approver_pin", APPROVER_PIN_DIGITS)


def _check_members(file: ShopFile) -> None:
    require_unique([member.id for member in file.members], "members[{}].id")
    codes = [member.code or index for index, member in enumerate(file.members)]
    require_unique(codes, "members[{}].code", secret=True)
    programmes = {programme.id for programme in file.programmes}
    tiers = {programme.id for programme in file.programmes if isinstance(programme, TiersProgramme)}
    for index, member in enumerate(file.members):
        _check_member(f"members[{index}]", member)
        _check_amounts(f"members[{index}].balances", member.balances, programmes)
        _check_amounts(f"members[{index}].progress", member.progress, tiers)


def _check_member(at: str, member: MemberEntry) -> None:
    require_id(f"{at}.id", member.id)
    if member.code:
        require_text(f"{at}.code", member.code, CODE_LIMIT_CHARS)
    require_day(f"{at}.joined", member.joined)
    require_day(f"{at}.first_purchase", member.first_purchase)
    for name, text in member.profile.items():
        if len(text) > 1_000:
            refuse(f"{at}.profile.{name}", "text", "0..1000")


def _check_amounts(at: str, amounts: dict[str, int], programmes: set[str]) -> None:
    for programme, amount in amounts.items():
        require_range(f"{at}.{programme}", amount, 0, MINOR_LIMIT)
        # An empty amount binds nobody, so a file may carry it before the programme exists.
        if amount:
            require_known(f"{at}.{programme}", programme, programmes)
