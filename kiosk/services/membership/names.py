"""Members' names, as much of them as a cashier or a paper may show: read where they can be erased, when they are shown (law 13)."""

from kiosk.services.membership import kept
from kiosk.services.work import Terminal
from sync.protocol.records import Profile


def member_name(terminal: Terminal, member: str) -> str:
    """Return a member's name as a cashier may see it, "Claire M."; empty where this terminal holds no profile (kiosks)."""
    profile = kept.profile_of(terminal, member)
    return _shown(profile) if profile else ""


def first_name(terminal: Terminal, member: str) -> str:
    """Return the first name for the paper."""
    profile = kept.profile_of(terminal, member)
    return profile.fields.get("first_name", "") if profile else ""


def _shown(profile: Profile) -> str:
    first, last = profile.fields.get("first_name", ""), profile.fields.get("last_name", "")
    return f"{first} {last[:1]}.".strip() if last else first
