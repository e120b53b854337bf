"""`python -m tests.faults NAME`: ends with one line of name=value; exits 0 only if all held."""

import argparse
import sys

from tests.faults.crash.power import power
from tests.faults.kill import kill


def main() -> None:
    """Run one fault class."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("name", choices=["kill", "power"])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=0, help="kill: stop sooner, once so many kills were made")
    parser.add_argument("--images", type=int, default=20_000, help="power: how many different disks after a power cut")
    parser.add_argument("--plant", default="", help="a planted bug, or for power a wrong twin, that must turn the run red")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    line, held = run(given)
    print(line)
    sys.exit(0 if held else 1)


def run(given: argparse.Namespace) -> tuple[str, bool]:
    """Return the closing line and whether all held."""
    if given.name == "power":
        found = power(given.images, twin=given.plant, seed=given.seed)
        if found.first:
            print(f"fault: {found.first}")
        return found.line(), found.held
    return kill(given.seconds, kills=given.kills, plant=given.plant, seed=given.seed)


if __name__ == "__main__":
    main()
