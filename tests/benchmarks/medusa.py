"""The peer that offers are measured against: `@medusajs/promotion` on Node, in a process of its own, asked to evaluate once at a time."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

HERE = Path(__file__).parent / "peer"
INSTALL_LIMIT_S = 600


class Medusa:
    """Its `computeActions` on one workload; each call returns the milliseconds that Node itself measured."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.actions = 0

    def __call__(self) -> float:
        """Evaluate the basket once."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        self.actions = answer["actions"]
        return float(answer["ms"])


def available() -> bool:
    """Tell whether this machine has Node and npm."""
    return shutil.which("node") is not None and shutil.which("npm") is not None


@contextmanager
def medusa(folder: Path, wanted: Sequence[tuple[str, Sequence[str]]], lines: Sequence[tuple[str, int, int]]) -> Iterator[Medusa]:
    """Run the peer on percentages of ten by product (`code`, products) and lines (product, pieces, unit price in minor units)."""
    home = installed()
    file = folder / "medusa.json"
    file.write_text(json.dumps(_workload(wanted, lines)), encoding="utf-8")
    command = ("node", str(HERE / "medusa.cjs"), str(home), str(file))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        try:
            yield Medusa(process)
        finally:
            process.terminate()


def installed() -> Path:
    """Return where the peer stands, installed on first use."""
    home = user_cache_path("comptoir-benchmarks") / "peer"
    wanted = (HERE / "package.json").read_text(encoding="utf-8")
    found = home / "package.json"
    if (
        not found.exists()
        or found.read_text(encoding="utf-8") != wanted
        or not (home / "node_modules" / "@medusajs" / "promotion").exists()
    ):
        home.mkdir(parents=True, exist_ok=True)
        found.write_text(wanted, encoding="utf-8")
        command = ("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--silent")
        subprocess.run(command, cwd=home, check=True, timeout=INSTALL_LIMIT_S, stdout=subprocess.DEVNULL)
    return home


def _workload(wanted: Sequence[tuple[str, Sequence[str]]], lines: Sequence[tuple[str, int, int]]) -> dict[str, object]:
    promotions = [_promotion(code, products) for code, products in wanted]
    items = [
        {
            "id": f"item-{index}",
            "product_id": product,
            "quantity": pieces,
            "subtotal": pieces * price_minor,
            "original_total": pieces * price_minor,
            "is_discountable": True,
        }
        for index, (product, pieces, price_minor) in enumerate(lines)
    ]
    return {
        "promotions": promotions,
        "codes": [code for code, _ in wanted],
        "context": {"currency_code": "eur", "items": items},
    }


def _promotion(code: str, products: Sequence[str]) -> dict[str, object]:
    rule = {"attribute": "items.product_id", "operator": "in", "values": [{"value": product} for product in products]}
    method = {
        "type": "percentage",
        "target_type": "items",
        "allocation": "each",
        "value": 10,
        "max_quantity": 10_000,
        "target_rules": [rule],
    }
    return {
        "id": code,
        "code": code,
        "type": "standard",
        "is_automatic": False,
        "status": "active",
        "rules": [],
        "application_method": method,
    }
