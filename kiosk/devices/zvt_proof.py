"""What is proven about an intent at a ZVT terminal: by the dialogue it was asked in, or later by the terminal's last transaction. Pure.

Approved live: after the acknowledgement a status information with result 0, a fitting amount and currency and a number that is not the
last one's from before, and the completion after it. A completion alone, or a status without its end, proves nothing: a terminal whose
status was not acknowledged takes the payment back by itself (PA00P015, 2.2.7).

Approved later, asked for the last transaction (06 20, "this ensures that the ECR can resynchronise", 2.20.2): it is the one whose status
was heard live or, where none was, another than the last one before the intent; it is no reversal of something else, its amount and
currency are the intent's, and its result is 0. Payments are begun at this till only (configuration of the registration), so that one is
ours. A terminal that named no transaction before proves nothing by naming one now: it may have been there all the time.

Declined later: the terminal had acknowledged the intent and, idle again, still names the last transaction from before, and no status had
told of success; or its last transaction is ours by the same proof, with another result. Everything else is uncertain, and a person reads
the slip.
"""

from kiosk.devices import zvt_commands as zvt
from kiosk.devices.card import UNCERTAIN, CardAnswer, Cause
from kiosk.devices.zvt_dialogue import Heard
from kiosk.devices.zvt_fields import Transaction
from kiosk.devices.zvt_memory import Entry

_OF_RESULT: dict[int, Cause] = {
    zvt.ABORTED: "aborted",
    zvt.BUSY: "busy",
    zvt.NOT_POSSIBLE: "unsupported",
    zvt.REVERSAL_NOT_POSSIBLE: "unsupported",
}


def declined(result: int) -> CardAnswer:
    """Return the answer to a result code that is not 0."""
    return CardAnswer("declined", cause=_OF_RESULT.get(result, ""))


def judge_dialogue(entry: Entry, heard: Heard, currency: int) -> CardAnswer:
    """Judge the dialogue in which an intent was asked."""
    if heard.refused is not None:
        return declined(heard.refused)
    if heard.contradicted or not heard.end:
        return UNCERTAIN
    if heard.end == "aborted":
        return UNCERTAIN if _told_of_success(heard.status) else declined(heard.abort_result)
    return _completed(entry, heard.status, currency)


def _completed(entry: Entry, status: Transaction | None, currency: int) -> CardAnswer:
    if status is None:
        return UNCERTAIN
    if status.result != zvt.DONE:
        return declined(status.result)
    if not status.named or _same(entry.before, status):
        return UNCERTAIN
    return _approved(entry, status, currency)


def judge_last(entry: Entry, last: Transaction | None, currency: int) -> CardAnswer:
    """Judge an intent whose dialogue proved nothing by the terminal's last transaction; None where it told none."""
    if last is None or entry.contradicted or not last.named:
        return UNCERTAIN
    told_of_success = _told_of_success(entry.status)
    if _same(entry.before, last):
        return CardAnswer("declined") if entry.acknowledged and not told_of_success else UNCERTAIN
    if not _ours(entry, last) or last.amount_minor != entry.amount_minor:
        return UNCERTAIN
    if last.result != zvt.DONE:
        return UNCERTAIN if told_of_success else declined(last.result)
    return _approved(entry, last, currency)


def _approved(entry: Entry, transaction: Transaction, currency: int) -> CardAnswer:
    """Less than asked for is a partial approval of a payment; more, or another currency, is not what was asked."""
    amount = entry.amount_minor if transaction.amount_minor is None else transaction.amount_minor
    if transaction.currency not in (None, currency) or not 0 < amount <= entry.amount_minor:
        return UNCERTAIN
    if amount == entry.amount_minor:
        return CardAnswer("approved", transaction.reference)
    return CardAnswer("approved", transaction.reference, approved_minor=amount) if entry.kind == "payment" else UNCERTAIN


def _told_of_success(status: Transaction | None) -> bool:
    return status is not None and status.result == zvt.DONE


def _same(one: Transaction | None, other: Transaction) -> bool:
    return one is not None and one.same(other) is True


def _ours(entry: Entry, last: Transaction) -> bool:
    """The one that was heard live or, where none was, surely another than the one before. A reversal for a reversal, of the right payment
    where it names one; nothing else's reversal for the others."""
    newer = entry.before is not None and entry.before.same(last) is False
    known = newer if entry.status is None else _same(entry.status, last)
    fitting = (None, entry.reverses_trace) if entry.kind == "reversal" else (None,)
    return known and last.original_trace in fitting
