"""Members: found, joined, their consents, cards and wallets; what they are given and use."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.services.commands.base import MEMBER_PATTERN, Amount, Quantity, Reason, Request, Scanned, Text64


class SetMember(Request, frozen=True, kw_only=True, tag="member"):
    code: Scanned | None = None
    id: Text64 | None = None


class ProfileFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Contact data of a member, none of it asked for; absent leaves a field as it is, and empty takes it away."""

    first_name: Annotated[str, Meta(max_length=60)] | None = None
    last_name: Annotated[str, Meta(max_length=60)] | None = None
    phone: Annotated[str, Meta(max_length=40)] | None = None
    email: Annotated[str, Meta(max_length=254)] | None = None
    birthday: Annotated[str, Meta(max_length=10)] | None = None
    language: Literal["", "fr", "en"] | None = None


class ConsentAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A consent for a purpose, by one channel or (empty) all; `wording` is the hash of the words that were shown, by default the till's."""

    purpose: Text64
    channel: Literal["", "email", "sms", "post"] = ""
    wording: Annotated[str, Meta(max_length=64)] = ""


class Join(Request, frozen=True, kw_only=True, tag="join"):
    """Take somebody in as a member: one of first name, phone and e-mail is needed. `code` is the number of an unused printed card; `id` is
    made by the caller, 32 hexadecimal digits drawn by lot, else here.
    """

    code: Scanned | None = None
    id: Annotated[str, Meta(pattern=MEMBER_PATTERN)] | None = None
    profile: ProfileFields = ProfileFields()
    consents: Annotated[list[str | ConsentAsked], Meta(max_length=20)] = []


class ChangeProfile(Request, frozen=True, kw_only=True, tag="profile"):
    """Change contact data of a member, by default of the ticket's."""

    id: Text64 | None = None
    profile: ProfileFields


class Consent(Request, frozen=True, kw_only=True, tag="consent"):
    """Give a consent, or take it back, for a member, by default the ticket's."""

    purpose: Text64
    channel: Literal["", "email", "sms", "post"] = ""
    given: bool
    wording: Annotated[str, Meta(max_length=64)] = ""
    id: Text64 | None = None


class MemberCard(Request, frozen=True, kw_only=True, tag="member_card"):
    """Print a member's card, by default of the ticket's; a `new` one makes those before it worthless."""

    id: Text64 | None = None
    new: bool = False


class ShowWallet(Request, frozen=True, kw_only=True, tag="wallet"):
    """Tell what a member holds, by default the ticket's: no name, no contact."""

    id: Text64 | None = None


class ExportMember(Request, frozen=True, kw_only=True, tag="export_member"):
    """Ask the ledger for all that the shop holds of a member."""

    id: Text64


class EraseMember(Request, frozen=True, kw_only=True, tag="erase_member"):
    """Erase a member in all stores and here."""

    id: Text64


class Coupon(Request, frozen=True, kw_only=True, tag="coupon"):
    code: Scanned


class Reward(Request, frozen=True, kw_only=True, tag="reward"):
    """Without `claims`, one, or of a reward that repeats as many as the points allow and the ticket has use for."""

    id: Text64
    claims: Quantity | None = None


class DropReward(Request, frozen=True, kw_only=True, tag="drop_reward"):
    """Gives a reward back that lies on the ticket."""

    id: Text64


class Explain(Request, frozen=True, kw_only=True, tag="explain"):
    """Ask what became of an offer on this ticket, and why."""

    id: Text64


class Recovery(Request, frozen=True, kw_only=True, tag="recovery"):
    """Give the ticket's member something to make good, of a programme of the shop."""

    programme: Text64
    amount_minor: Amount
    reason: Reason
