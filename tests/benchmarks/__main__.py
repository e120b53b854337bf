"""`python -m tests.benchmarks [NAME] [--json]`: every figure beside its baseline; exit 0 once all are measured, met or not."""

import argparse
import importlib
import json
import tempfile
from pathlib import Path

from tests.benchmarks.figure import Figure

BENCHMARKS = ("finish", "scan", "scan_photos", "start", "memory", "receipt", "z", "session", "offers")


def main() -> None:
    """Measure one benchmark or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("name", nargs="?", choices=BENCHMARKS, help="only this one; all without it")
    parser.add_argument("--json", action="store_true", help="print one JSON array")
    given = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="comptoir-benchmark-") as folder:
        for name in [given.name] if given.name else BENCHMARKS:
            module = importlib.import_module(f"tests.benchmarks.{name}")
            for figure in module.measure(Path(folder)):
                figures.append(figure)
                if not given.json:
                    print(figure.line(), flush=True)
    if given.json:
        print(json.dumps([figure.plain() for figure in figures], indent=1))


if __name__ == "__main__":
    main()
