"""Rewards and programmes on paper: what they are called where they took something off, and the invitations that points have bought."""

from collections.abc import Iterator

from sync.protocol.facts import RewardTaken, Sale
from sync.protocol.programmes import PointsProgramme, Reward
from sync.protocol.text import in_language
from sync.rules.receipt.context import ReceiptContext, Translator
from sync.rules.receipt.elements import Banner, Element, Line


def name_of(id: str, paper: ReceiptContext, words: Translator) -> str:
    """Return what an offer, a reward or a programme of that id is called; empty for none, or one without a name."""
    names = {**{each.id: each.name for each in paper.programmes}, **{each.id: each.name for each in _all(paper)}, **paper.offers}
    return in_language(names.get(id, ""), words.language)


def invitations(sale: Sale, paper: ReceiptContext, words: Translator) -> list[list[Element]]:
    """Return a block for each reward that is nothing but a right to come: its bearer shows the receipt."""
    known = {reward.id: reward for reward in _all(paper)}
    return [_invitation(taken, known[taken.id], words) for taken in sale.rewards if _invites(known.get(taken.id))]


def _invites(reward: Reward | None) -> bool:
    return reward is not None and reward.kind in ("event", "access")


def _invitation(taken: RewardTaken, reward: Reward, words: Translator) -> list[Element]:
    name = in_language(reward.name, words.language).upper()
    heading = name or (words.tr("YOUR INVITATION") if reward.kind == "event" else words.tr("YOUR EARLY ACCESS"))
    admitted = words.tr_n("for {n} person, with this receipt", "for {n} people, with this receipt", taken.claims)
    return [Banner(heading), Line(admitted, "center", small=True)]


def _all(paper: ReceiptContext) -> Iterator[Reward]:
    return (reward for each in paper.programmes if isinstance(each, PointsProgramme) for reward in each.rewards)
