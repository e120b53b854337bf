"""`comptoir simulate`: what a basket would come to under a shop's rules, and why; and the proof of a sale that a till has made."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from cyclopts import Parameter

from kiosk.cli.calm import FAILED, in_words, say
from kiosk.cli.quick import own_folder
from sync.protocol.errors import Refusal

if TYPE_CHECKING:
    from kiosk.cli.simulated import Question, Simulated
    from kiosk.services.proving import Proof

FILE_LIMIT_BYTES = 256 * 1024 * 1024


def simulate(
    file: Annotated[Path | None, Parameter(help="The basket, its member and its shop (resources/schemas/simulate.v1.json).")] = None,
    /,
    *,
    replay: Annotated[str | None, Parameter(help="The number of a receipt of this till: prove its sale instead.")] = None,
    profile: Annotated[Path | None, Parameter(help="The terminal's folder, for a proof; this user's own without it.")] = None,
) -> None:
    """Evaluate a basket and print effects and trace as one JSON object; or prove a past sale, with exit 1 where anything differs.

    Example of FILE: {"shop": "shop.json", "at": "2026-11-22T10:00:00+01:00", "member": "m1", "lines": [{"sku": "pear", "quantity": 2},
    {"sku": "grapes", "weight_g": 512}]}

    Example of a proof: comptoir simulate --replay 02-A-000017 --profile ./till1
    """
    if (file is None) is (replay is None):
        raise Refusal("usage", field="FILE", rule="one_of: FILE, --replay")
    if replay is not None:
        _prove(replay, profile)
    elif file is not None:
        from kiosk.cli.simulated import simulated
        from sync.shopfile import load

        question = _read(file)
        shop = load(_bytes(file.parent / msgspec.json.decode(question.shop)) if bytes(question.shop)[:1] == b'"' else bytes(question.shop))
        say(msgspec.json.encode(_answer(simulated(question, shop))).decode())


def _answer(asked: "Simulated") -> dict[str, Any]:
    """Effects, the trace of the candidates with the hash an entry would hold, and the reason for every other offer."""
    from kiosk.domain.pricing import EVALUATOR_VERSION, explain_all, price
    from kiosk.domain.trace import trace_hash

    basket, policy, now, around = asked.basket, asked.policy, asked.now, asked.circumstances
    result = price(basket, policy, now, around)
    return {
        "evaluator": EVALUATOR_VERSION,
        "bundle": policy.bundle,
        "at": now.isoformat(),
        "store": around.store,
        "register_kind": around.register_kind,
        "effects": {name: value for name, value in msgspec.to_builtins(result).items() if name != "trace"},
        "trace": result.trace,
        "trace_hash": trace_hash(result.trace),
        "others": explain_all(basket, policy, now, around)[len(result.trace) :],
    }


def _prove(receipt: str, profile: Path | None) -> None:
    from kiosk.bootstrap import open_terminal
    from kiosk.services.proving import prove

    running = open_terminal(profile or own_folder("cashier"))
    try:
        proof = prove(running.till.terminal, receipt)
    finally:
        running.close_files()
    say(msgspec.json.encode(_said(proof)).decode())
    if not proof.same:
        raise SystemExit(FAILED)


def _said(proof: "Proof") -> dict[str, Any]:
    """Return the proof with its sentence."""
    code = proof.cause or ("" if proof.same else "sale_differs")
    words = {"message": in_words(code, {"then": proof.entry_evaluator, "now": proof.evaluator})} if code else {}
    found: dict[str, Any] = msgspec.to_builtins(proof)
    return found | words


def _read(file: Path) -> "Question":
    from kiosk.cli.simulated import Question
    from sync.rules.shapes import broken

    try:
        return msgspec.json.decode(_bytes(file), type=Question)
    except msgspec.ValidationError as error:
        field, rule = broken(str(error))
        raise Refusal("bad_value", field=field or "FILE", rule=rule) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("bad_value", field="FILE", rule="json") from error


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as handle:
            data = handle.read(FILE_LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise Refusal("file_missing", field="FILE", path=str(path)) from error
    if len(data) > FILE_LIMIT_BYTES:
        raise Refusal("bad_value", field="FILE", rule=f"too_large: {FILE_LIMIT_BYTES}")
    return data
