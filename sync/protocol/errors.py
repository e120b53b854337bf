"""The two families of failure a person may meet; everything else is a bug and must not be caught as one of these."""


class Refusal(Exception):
    """A request that is understood and not carried out. `code` names the sentence a screen shows; `field` the input at fault.

    `params` fill the sentence (integers, short codes, never personal data). Nothing has changed when it is raised.
    """

    def __init__(self, code: str, *, field: str | None = None, **params: object) -> None:
        super().__init__(code if field is None else f"{code} ({field})")
        self.code = code
        self.field = field
        self.params = params


class EnvironmentFault(Exception):
    """Paper, disk, network or device: the world is in the way. `code` names the sentence, `params` fill it."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
