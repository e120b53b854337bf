"""The till itself: settings, exchange, state and clock."""

from typing import Annotated

from msgspec import Meta

from kiosk.services.commands.base import Request, Text64


class ChangeSetting(Request, frozen=True, kw_only=True, tag="setting"):
    """Change one setting of this terminal (`sync.base.settings`); what cannot change while it runs counts from the next start."""

    key: Text64
    value: Annotated[str, Meta(max_length=500)]


class Sync(Request, frozen=True, kw_only=True, tag="sync"):
    pass


class State(Request, frozen=True, kw_only=True, tag="state"):
    pass


class Clock(Request, frozen=True, kw_only=True, tag="clock"):
    at: Annotated[str, Meta(min_length=16, max_length=40)]
