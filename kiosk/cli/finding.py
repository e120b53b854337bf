"""What `comptoir doctor` finds: a device, its state, and the parts of a sentence. Nothing here speaks or raises."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["ok", "limited", "broken"]


@dataclass(frozen=True)
class Finding:
    """`said` is marked for the catalogue; `code` is an error's instead, whose sentence the catalogue of errors holds."""

    device: str
    state: State
    said: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    code: str = ""
