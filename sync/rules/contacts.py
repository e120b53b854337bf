"""Phone numbers and e-mail addresses in the one form in which they are kept and compared, at the till and at the ledger alike."""

import re
from collections.abc import Iterator, Mapping

from sync.protocol.errors import Refusal
from sync.protocol.profiles import member_key

PHONE, EMAIL = "phone", "email"
PHONE_LIMIT_CHARS = 40
_SEPARATORS = re.compile(r"[^0-9+]")
_EMAIL = re.compile(r"[^\s@<>(),;:\\\"\[\]]{1,64}@[^\s@<>(),;:\\\"\[\]]{1,190}")
_ENCODED_WORD = "=?"
"""So do headers begin letters that they cannot write (RFC 2047): a line break might be among them."""


def normal_phone(text: str, country: str) -> str:
    """Return a phone number as E.164; one without a country's prefix is of `country` (ISO 3166). Refusal bad_phone for what is none."""
    # Its tables take 1.3 MB and a third of a second: loaded with the first number, never at start.
    import phonenumbers

    try:
        number = phonenumbers.parse(text[:PHONE_LIMIT_CHARS], country)
    except phonenumbers.NumberParseException as error:
        raise Refusal("bad_phone", field=PHONE) from error
    if not phonenumbers.is_possible_number(number):
        raise Refusal("bad_phone", field=PHONE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_email(text: str) -> str:
    """Return an e-mail address without regard to case. Refusal bad_address for what is none."""
    address = text.strip().lower()
    if not is_email(address):
        raise Refusal("bad_address", field=EMAIL)
    return address


def is_email(text: str) -> bool:
    """Tell whether a text has the shape of an e-mail address, and hides nothing that a message's header would show."""
    return _EMAIL.fullmatch(text) is not None and text.isprintable() and _ENCODED_WORD not in text


def written(fields: Mapping[str, str]) -> set[str]:
    """Return the contacts of a profile as an index holds them: a phone's digits as they were typed, an e-mail without regard to case."""
    found = {_SEPARATORS.sub("", fields.get(PHONE, "")), fields.get(EMAIL, "").strip().lower()}
    return found - {""}


def spellings(kind: str, value: str, country: str) -> list[str]:
    """Return how `written` may have a contact that is given in its normal form: a phone with its country's prefix, or without."""
    if kind == EMAIL:
        return [value]
    import phonenumbers

    number = phonenumbers.parse(value, country)
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    home = phonenumbers.region_code_for_number(number) == country
    return [value, f"00{value[1:]}", *([_SEPARATORS.sub("", national)] if home else [])]


def read_contact(text: str, country: str) -> tuple[str, str] | None:
    """Return what somebody typed as a contact's kind and normal form, None when it is neither a phone number nor an e-mail."""
    kind = EMAIL if "@" in text else PHONE
    return next(contacts_of({kind: text}, country), None)


def contacts_of(fields: Mapping[str, str], country: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and normal form of each contact in a profile; what cannot be read is left out."""
    for kind in (PHONE, EMAIL):
        if fields.get(kind):
            try:
                yield kind, normal_phone(fields[kind], country) if kind == PHONE else normal_email(fields[kind])
            except Refusal:
                continue


def keys_of(fields: Mapping[str, str], country: str, store_secret: bytes) -> list[str]:
    """Return the ids of the `MemberKey` records by which a kiosk of the store finds the member of a profile."""
    return [member_key(store_secret, kind, value) for kind, value in contacts_of(fields, country)]
