"""Reads from the code which error codes it can raise: literals given to the two families and to the ledger's problems."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import kiosk
import sync

RAISERS = frozenset({"Refusal", "EnvironmentFault", "bad_request", "unauthorized", "forbidden", "conflict"})
TABLES = frozenset({"_FAULTS", "_CAUSES"})
"""Tables from an error of the system to a code bear one of these names."""

Found = dict[str, set[str]]


def sources() -> dict[str, str]:
    """Return the product's modules by path."""
    roots = [Path(package.__file__ or "").parent for package in (kiosk, sync)]
    return {str(path.relative_to(root.parent)): path.read_text(encoding="utf-8") for root in roots for path in sorted(root.rglob("*.py"))}


def raised(modules: Mapping[str, str]) -> Found:
    """Return each code with the names of the parameters that every place which raises it gives."""
    found: dict[str, list[set[str]]] = defaultdict(list)
    for text in modules.values():
        for node in ast.walk(ast.parse(text)):
            for code, given in _codes(node):
                found[code].append(given)
    return {code: set.intersection(*given) for code, given in found.items()}


def constants(modules: Mapping[str, str], *, but: str) -> set[str]:
    """Return every text constant of the code outside the modules whose path begins with `but`."""
    trees = (ast.walk(ast.parse(text)) for path, text in modules.items() if not path.startswith(but))
    return {node.value for tree in trees for node in tree if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _codes(node: ast.AST) -> Iterator[tuple[str, set[str]]]:
    if isinstance(node, ast.Call) and _name(node.func) in RAISERS and node.args:
        given = {keyword.arg for keyword in node.keywords if keyword.arg}
        yield from ((code, given) for code in _texts(node.args[0]))
    elif isinstance(node, ast.ClassDef) and {_name(base) for base in node.bases} & RAISERS:
        yield from _own(node)
    elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if {_name(target) for target in targets} & TABLES:
            yield from ((code, set()) for value in node.value.values for code in _texts(value))


def _own(node: ast.ClassDef) -> Iterator[tuple[str, set[str]]]:
    """A family's subclass names its code in `super().__init__`."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and _name(call.func) == "__init__" and call.args:
            yield from ((code, {keyword.arg for keyword in call.keywords if keyword.arg}) for code in _texts(call.args[0]))


def _texts(node: ast.expr) -> Iterator[str]:
    """The literal itself, the branches of a choice, or the fallback of a look-up."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Call) and _name(node.func) == "get":
        yield from (text for argument in node.args[1:] for text in _texts(argument))


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
