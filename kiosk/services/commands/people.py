"""Who is at the till: logging in and out, approving, locking, practising."""

from kiosk.services.commands.base import Pin, Request, Text64


class Login(Request, frozen=True, kw_only=True, tag="login"):
    staff: Text64
    pin: Pin


class Logout(Request, frozen=True, kw_only=True, tag="logout"):
    pass


class Approve(Request, frozen=True, kw_only=True, tag="approve"):
    staff: Text64
    pin: Pin


class Lock(Request, frozen=True, kw_only=True, tag="lock"):
    pass


class Training(Request, frozen=True, kw_only=True, tag="training"):
    on: bool
