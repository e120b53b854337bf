"""What people do at a till as data, and what a customer takes away from one ticket to another: receipts, coupons, credit."""

from typing import Any, NamedTuple

Json = dict[str, Any]


class Step(NamedTuple):
    """One act, or one thing that the world around the till does. `refused` is the code that the till answers instead of doing it.

    A field that begins with `@` names something a customer holds: `@receipt:7`, `@number:7`, `@credit:7`, `@coupon:7` of ticket 7.
    """

    act: str
    fields: Json
    refused: str = ""

    def __str__(self) -> str:
        fields = " ".join(f"{name}={value}" for name, value in self.fields.items())
        return f"{self.act} {fields}" + (f" -> {self.refused}" if self.refused else "")


class Purse:
    """What customers hold of finished tickets, as it stands on their paper."""

    def __init__(self) -> None:
        self._held: dict[str, str] = {}

    def keep(self, ticket: int, answer: Json) -> None:
        """Put away what the answer to `finish` says the paper holds."""
        self._held[f"@number:{ticket}"] = answer["receipt"]["number"]
        self._held[f"@receipt:{ticket}"] = answer["receipt"]["code"]
        if credit := answer.get("store_credit"):
            self._held[f"@credit:{ticket}"] = credit["code"]
        for coupon in answer["basket"]["coupons_issued"]:
            self._held[f"@coupon:{ticket}"] = coupon["code"]

    def shown(self, fields: Json) -> Json:
        """Return the fields with what is held in the place of its name."""
        return {name: self._held[value] if isinstance(value, str) and value.startswith("@") else value for name, value in fields.items()}


def up_to(due_minor: int, step_minor: int) -> int:
    """Return what a customer hands over who pays with notes of this value."""
    return -(-due_minor // step_minor) * step_minor
