"""A measured figure beside its baseline."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

Measure = Callable[[], float]


@dataclass(frozen=True)
class Figure:
    """`value` and `baseline` in `unit`; `target` is the most the ratio may be, None where it is only reported."""

    name: str
    value: float
    baseline: float
    target: float | None
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """How many times the baseline; lower is better."""
        return self.value / self.baseline

    def plain(self) -> dict[str, object]:
        """Return what `--json` prints."""
        rounded = {"value": round(self.value, 4), "baseline": round(self.baseline, 4), "ratio": round(self.ratio, 3)}
        return {"name": self.name, **rounded, "target": self.target, "unit": self.unit}

    def line(self) -> str:
        """Return one line for people."""
        limit = "" if self.target is None else f"  target {self.target:g}: {'met' if self.ratio <= self.target else 'NOT MET'}"
        return f"{self.name:<12} {self.value:>10.3f} {self.unit:<7} baseline {self.baseline:>10.3f}  ratio {self.ratio:>6.3f}{limit}"


def interleaved(value: Measure, baseline: Measure, rounds: int, warm_up: int = 1) -> tuple[float, float]:
    """Measure in turns, value then baseline, and return the median of each: what slows the machine slows both."""
    for _ in range(warm_up):
        value()
        baseline()
    pairs = [(value(), baseline()) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)
