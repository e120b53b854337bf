"""What a till says to a ZVT terminal, as frames (PA00P015, chapter 2), and the frames and result codes it listens for."""

from kiosk.devices.zvt_apdu import Apdu, bcd

REGISTRATION, AUTHORISATION, LOG_OFF, REPEAT_RECEIPT = 0x0600, 0x0601, 0x0602, 0x0620
REVERSAL, REFUND, END_OF_DAY, ABORT_REQUEST, STATUS_ENQUIRY = 0x0630, 0x0631, 0x0650, 0x06B0, 0x0501
STATUS_INFORMATION, INTERMEDIATE_STATUS, COMPLETION, ABORT = 0x040F, 0x04FF, 0x060F, 0x061E
PRINT_LINE, PRINT_TEXT_BLOCK, SET_CLOCK = 0x06D1, 0x06D3, 0x0401
ACKNOWLEDGED, REFUSED_CLASS = 0x8000, 0x84
ACKNOWLEDGING = frozenset({ACKNOWLEDGED, 0x8400})

DONE, ABORTED, NOT_POSSIBLE, BUSY, REVERSED_ALREADY, REVERSAL_NOT_POSSIBLE = 0x00, 0x6C, 0x83, 0x9C, 0xB4, 0xB5

ACKNOWLEDGEMENT = Apdu(ACKNOWLEDGED)
UNKNOWN_COMMAND = Apdu(0x8483)
SAY_AGAIN = Apdu(0x849C)
"""The answer to a status information that could not be read: the terminal sends it again."""

PASSWORD = "000000"  # noqa: S105  # the merchant password that terminals are delivered with; the address names another
_CONFIGURATION = 0x08 | 0x10
"""The terminal tells intermediate states and prints its own slips; payments are begun at the till only."""

_STATUS_ONLY = 0x03
"""Service byte of a repeated receipt: nothing is printed, the status information of the last transaction is sent."""


def registration(password: str, currency: int) -> Apdu:
    """Say who drives the terminal, and how."""
    return Apdu(REGISTRATION, _password(password) + bytes([_CONFIGURATION]) + bcd(currency, 2))


def authorisation(amount_minor: int, currency: int) -> Apdu:
    """Ask for a payment."""
    return Apdu(AUTHORISATION, _amount(amount_minor, currency))


def refund(password: str, amount_minor: int, currency: int) -> Apdu:
    """Ask to pay an amount to a card."""
    return Apdu(REFUND, _password(password) + _amount(amount_minor, currency))


def reversal(password: str, receipt: int) -> Apdu:
    """Ask to take the transaction of a receipt number back."""
    return Apdu(REVERSAL, _password(password) + b"\x87" + bcd(receipt, 2))


def repeat_receipt(password: str) -> Apdu:
    """Ask for the status information of the last transaction, "in case of an inconclusive ending" (2.20.2)."""
    return Apdu(REPEAT_RECEIPT, _password(password) + bytes([0x03, _STATUS_ONLY]))


def end_of_day(password: str) -> Apdu:
    """Ask to hand in the day's transactions."""
    return Apdu(END_OF_DAY, _password(password))


def status_enquiry(password: str) -> Apdu:
    """Ask whether it is there and ready."""
    return Apdu(STATUS_ENQUIRY, _password(password))


def _password(password: str) -> bytes:
    return bcd(int(password), 3)


def _amount(amount_minor: int, currency: int) -> bytes:
    return b"\x04" + bcd(amount_minor, 6) + b"\x49" + bcd(currency, 2)
