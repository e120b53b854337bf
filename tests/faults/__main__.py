"""`python -m tests.faults NAME --seconds N`: ends with one line of name=value; exits 0 only if all held."""

import argparse
import sys

from tests.faults.kill import kill


def main() -> None:
    """Run one fault class."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("name", choices=["kill"])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=0, help="stop sooner, once so many kills were made")
    parser.add_argument("--plant", default="", help="a planted bug that must turn the run red")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    line, held = kill(given.seconds, kills=given.kills, plant=given.plant, seed=given.seed)
    print(line)
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
