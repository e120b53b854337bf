"""Why something was done: a reason of the shop's list as it is, or typed words kept where they can be erased (law 13)."""

import hashlib

import msgspec

from kiosk.services.work import Work
from sync.protocol.ids import new_id

PERSONAL_KIND = "reason"


def kept(work: Work, text: str) -> str:
    """Return what a fact holds of a reason: the id of one of the shop's, or the salted hash of typed words kept beside the journal."""
    if any(reason.id == text for reason in work.terminal.policy.shop.habits.reasons):
        return text
    salt = new_id()
    digest = hashlib.sha256((salt + text).encode()).hexdigest()
    if work.session.training:
        # The steps of practice leave no facts, so no entry would ever lead to the words.
        return digest
    work.unit.put_personal(PERSONAL_KIND, digest, msgspec.json.encode({"salt": salt, "text": text}))
    return digest
