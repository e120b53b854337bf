"""What a terminal did for a member outside a sale: joining, consents, what staff gave to make good. Facts with random ids and hashes
only.
"""

from sync.protocol.values import Fact, IssuedCoupon, Value


class ConsentGiven(Value, frozen=True, kw_only=True):
    """A consent as it was given: the purpose, the channel (empty for all), and the hash of the wording that was shown."""

    purpose: str
    channel: str = ""
    wording: str = ""


class MemberJoined(Fact, tag="member_joined", frozen=True, kw_only=True):
    """Somebody joined here; `profile_hash` names the profile, which travels beside the entries. `card` counts the member's cards; `code` is
    the number of a printed card that was handed over, empty for none."""

    member: str
    profile_hash: str = ""
    card: int = 1
    code: str = ""
    consents: list[ConsentGiven] = []


class MemberCardIssued(Fact, tag="member_card_issued", frozen=True, kw_only=True):
    """A new card was made for a member; those with a smaller number are no longer accepted."""

    member: str
    card: int


class ProfileChanged(Fact, tag="profile_changed", frozen=True, kw_only=True):
    """A member's contact data were changed here; the profile of that hash travels beside the entries."""

    member: str
    profile_hash: str


class ConsentChanged(Fact, tag="consent_changed", frozen=True, kw_only=True):
    """A member gave a consent, or took it back. `said_at` is the instant that counts where this clock stood behind a word which the till
    knew of already; empty for the entry's own time."""

    member: str
    consent: ConsentGiven
    given: bool
    said_at: str = ""


class RecoveryGiven(Fact, tag="recovery_given", frozen=True, kw_only=True):
    """What staff gave a member to make good: a coupon, or `amount_minor` as store credit on the card of id `card`."""

    member: str
    programme: str
    amount_minor: int
    coupon: IssuedCoupon | None = None
    card: str = ""
    valid_until: str = ""
    reason: str = ""


class RightRefused(Fact, tag="right_refused", frozen=True, kw_only=True):
    """A coupon, card or reward was refused: `kind` of right, `cause` as the refusal's code, and the right's id where it could be read."""

    kind: str
    cause: str
    right: str = ""


class OfferStopAsked(Fact, tag="offer_stop_asked", frozen=True, kw_only=True):
    """A manager had the ledger asked to stop an offer, a reward or a programme in all stores, or to let it go on. It is noted before the
    ledger is asked, whatever that answers; the ledger's own record says since when it stands.
    """

    offer: str
    stop: bool
