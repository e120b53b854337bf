"""What the tour leaves behind: numbered pictures, the printed bytes, and `tour.json` with every step and what was checked in it."""

import hashlib
from pathlib import Path

import msgspec

REPORT = "tour.json"


class StepRecord(msgspec.Struct, omit_defaults=False):
    """One step: what was checked, the file of its picture, and the reason when it is not ok."""

    n: int
    name: str
    ok: bool = True
    checked: list[str] = msgspec.field(default_factory=list)
    picture: str = ""
    reason: str = ""


class Report:
    """Collects the steps of one tour in `folder`, which it empties of an earlier tour's leavings first."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for pattern in ("[0-9][0-9]-*.png", "*.escpos", REPORT):
            for old in folder.glob(pattern):
                old.unlink()
        self.folder = folder
        self.steps: list[StepRecord] = []
        self._pictures: dict[str, str] = {}

    @property
    def ok(self) -> bool:
        """Whether every step was."""
        return bool(self.steps) and all(step.ok for step in self.steps)

    def begin(self, name: str) -> StepRecord:
        """Begin the next step."""
        step = StepRecord(n=len(self.steps) + 1, name=name)
        self.steps.append(step)
        return step

    def fail(self, step: StepRecord, reason: str) -> None:
        """Note why a step is not ok; the first reason stays."""
        step.ok, step.reason = False, step.reason or reason

    def keep_picture(self, step: StepRecord, png: bytes, dots: bytes) -> None:
        """Keep a step's picture; one whose dots were seen before is a fault, for it shows no other state."""
        step.picture = f"{step.n:02d}-{step.name}.png"
        (self.folder / step.picture).write_bytes(png)
        same = self._pictures.setdefault(hashlib.sha256(dots).hexdigest(), step.picture)
        if same != step.picture:
            self.fail(step, f"the picture is the same as {same}")

    def write(self) -> None:
        """Write the report as it stands."""
        contents = {"ok": self.ok, "steps": self.steps}
        (self.folder / REPORT).write_bytes(msgspec.json.format(msgspec.json.encode(contents)))
