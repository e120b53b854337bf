"""`python -m tests.faults NAME`: ends with one line of name=value; exits 0 only if all held."""

import argparse
import sys

from tests.faults.crash.each_call import Tally, each_call
from tests.faults.crash.power import Count, power
from tests.faults.kill import kill
from tests.faults.loyalty.run import loyalty
from tests.faults.people.run import till

SALES, SALES_IN_FULL, IMAGES_IN_FULL = 3, 50, 100_000
TOLD = 20
"""So many faults are told one by one."""


def main() -> None:
    """Run one fault class."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("name", choices=["io", "kill", "loyalty", "power", "till"])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=0, help="kill: stop sooner, once so many kills were made")
    parser.add_argument("--images", type=int, default=20_000, help="power: how many different disks after a power cut")
    parser.add_argument("--full", action="store_true", help="io: a session of 50 sales; power: 100,000 disks; loyalty: ten minutes")
    parser.add_argument("--plant", default="", help="a planted bug, or for power a wrong twin, that must turn the run red")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    line, held = run(given)
    print(line)
    sys.exit(0 if held else 1)


def run(given: argparse.Namespace) -> tuple[str, bool]:
    """Return the closing line and whether all held."""
    if given.name == "power":
        return told(power(IMAGES_IN_FULL if given.full else given.images, twin=given.plant, seed=given.seed))
    if given.name == "io":
        return told(each_call(SALES_IN_FULL if given.full else SALES, every_way=not given.full, twin=given.plant))
    if given.name == "till":
        return till(given.seconds, plant=given.plant, seed=given.seed)
    if given.name == "loyalty":
        return loyalty(given.seconds, plant=given.plant, seed=given.seed, full=given.full)
    return kill(given.seconds, kills=given.kills, plant=given.plant, seed=given.seed)


def told(found: Count | Tally) -> tuple[str, bool]:
    """Print what was found wrong."""
    for fault in found.faults[:TOLD]:
        print(f"fault: {fault}")
    return found.line(), found.held


if __name__ == "__main__":
    main()
