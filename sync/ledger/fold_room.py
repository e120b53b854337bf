"""What a serving ledger does at each store's change of day: the fold, and erasures finished; any worker may do it."""

import logging
from contextlib import AbstractContextManager

from sync.ledger.context import Context
from sync.ledger.erasing import scrub_again
from sync.ledger.fold import fold
from sync.ledger.turns import turns

EVERY_S = 60.0

_log = logging.getLogger(__name__)


def folding(context: Context, every_s: float = EVERY_S) -> AbstractContextManager[None]:
    """Fold whatever day has begun, for as long as the block lasts."""
    return turns("fold", lambda: _fold(context), every_s)


def _fold(context: Context) -> None:
    for done in fold(context):
        _log.info("folded store=%s day=%s members=%d moved=%d", done.store, done.day, done.members, done.moved)
    scrub_again(context)
