"""Contact data as a request gives it: bounded, in one form, nothing kept that is not needed."""

from datetime import date

from kiosk.services.commands import ProfileFields
from kiosk.services.membership import lookup
from kiosk.services.work import Terminal
from sync.base.consents import BIRTHDAY
from sync.protocol.errors import Refusal
from sync.rules.contacts import EMAIL, PHONE, contacts_of, normal_email, normal_phone

ONE_OF = ("first_name", PHONE, EMAIL)
"""One of these is needed: by nothing else could a member be called or found."""
BIRTH_YEARS = 130


class MemberExists(Refusal):
    """Somebody has this phone or e-mail already: that member may be taken instead. At a kiosk nothing of them is shown."""

    def __init__(self, field: str, member: str) -> None:
        super().__init__("member_exists", field=f"profile.{field}", id=member)


def read(terminal: Terminal, given: ProfileFields, known: dict[str, str], consents: list[str], today: date) -> dict[str, str]:
    """Return the fields as they will stand, `known` with what is `given`; raises Refusal with the field at fault."""
    asked = {name: getattr(given, name) for name in given.__struct_fields__ if getattr(given, name) is not None}
    changed = {name: _read(name, text.strip(), terminal.policy.shop.country, today) for name, text in asked.items()}
    fields = {name: text for name, text in {**known, **changed}.items() if text}
    if not any(name in fields for name in ONE_OF):
        raise Refusal("profile_empty", field="profile")
    if BIRTHDAY in changed and BIRTHDAY in fields and BIRTHDAY not in consents:
        raise Refusal("birthday_consent", field="profile.birthday")
    return fields


def require_new(terminal: Terminal, fields: dict[str, str], member: str = "") -> None:
    """Refuse (`member_exists`) a phone or e-mail that another member has, as far as this till knows."""
    for kind, value in contacts_of(fields, terminal.policy.shop.country):
        others = [id for id in lookup.by_contact(terminal, kind, value) if id != member]
        if others:
            raise MemberExists(kind, others[0])


def _read(name: str, text: str, country: str, today: date) -> str:
    """Return one field in its form; empty takes it away."""
    if not text:
        return ""
    try:
        if name == PHONE:
            return normal_phone(text, country)
        if name == EMAIL:
            return normal_email(text)
    except Refusal as refusal:
        raise Refusal(refusal.code, field=f"profile.{name}") from refusal
    if not text.isprintable():
        raise Refusal("bad_request", field=f"profile.{name}", rule="text: 1..60")
    if name == BIRTHDAY:
        _require_birthday(text, today)
    return text


def _require_birthday(text: str, today: date) -> None:
    try:
        born = date.fromisoformat(text)
    except ValueError as error:
        raise Refusal("bad_request", field="profile.birthday", rule="date") from error
    if len(text) != 10 or not today.year - BIRTH_YEARS <= born.year or born > today:
        raise Refusal("bad_request", field="profile.birthday", rule="date")
