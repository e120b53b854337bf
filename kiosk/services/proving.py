"""A past sale of this till's journal proven: the question its entry keeps is asked again under the rules of then (law 7)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from kiosk.domain.pricing import EVALUATOR_VERSION, price
from kiosk.domain.proof import Difference, basket_of, circumstances_of, differences
from kiosk.domain.trace import TraceItem
from kiosk.services.rules import of_past
from kiosk.services.work import Terminal
from sync.protocol.errors import Refusal
from sync.protocol.evaluation import Evaluation
from sync.protocol.facts import Sale


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What asking again came to. `cause` is why the answer cannot be the same, or could not be had: another evaluator (`evaluator_other`),
    rules no longer kept (`bundle_gone`), or an entry of before questions were kept (`question_unkept`); empty for none of these.
    """

    same: bool
    receipt: str
    cause: str = ""
    evaluator: int = EVALUATOR_VERSION
    entry_evaluator: int = 0
    bundle: str = ""
    at: str = ""
    differs: list[Difference] = []
    trace: list[TraceItem] = []

    def plain(self) -> dict[str, Any]:
        """Return it as it stands in JSON."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


def prove(terminal: Terminal, receipt: str) -> Proof:
    """Ask again what a sale was asked; compare effects, shares and the trace's hash. Refuses (`unknown_receipt`) what is no sale here."""
    found = terminal.store.found_sale(receipt)
    if found is None:
        raise Refusal("unknown_receipt", field="--replay", receipt=receipt)
    sale, evaluation = found.sale, found.sale.evaluation
    if evaluation is None or evaluation.asked is None:
        return Proof(same=False, receipt=receipt, cause="question_unkept", entry_evaluator=evaluation.version if evaluation else 0)
    return _replayed(terminal, sale, evaluation)


def _replayed(terminal: Terminal, sale: Sale, evaluation: Evaluation) -> Proof:
    asked, policy = evaluation.asked, of_past(terminal.reference, evaluation.bundle)
    proof = Proof(same=False, receipt=sale.number, entry_evaluator=evaluation.version, bundle=evaluation.bundle, at=evaluation.at)
    if policy is None or asked is None:
        return msgspec.structs.replace(proof, cause="bundle_gone")
    now = datetime.fromisoformat(evaluation.at).astimezone(ZoneInfo(policy.shop.timezone))
    priced = price(basket_of(sale, asked), policy, now, circumstances_of(asked))
    differs = differences(sale, priced)
    other = evaluation.version != EVALUATOR_VERSION
    return msgspec.structs.replace(
        proof, same=not differs and not other, cause="evaluator_other" if other else "", differs=differs, trace=priced.trace
    )
