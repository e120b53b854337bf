"""What a proof of the books finds wrong."""

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """The first thing found wrong: `rule` names what does not hold, and the rest where."""

    rule: str
    store: str
    terminal: str = ""
    epoch: str = ""
    seq: int = 0
    account: str = ""
    unit: str = ""
