"""What the first start finds, in words, with the tone that repeats them."""

from collections.abc import Callable, Sequence

from kiosk.services.first_start import Device
from kiosk.viewmodels.first_start_model import FirstStartModel
from sync.base.words import Words

Said = tuple[str, str]
_NOTES: dict[str, Callable[[Words], str]] = {
    "usb": lambda words: words.tr("Plugged in by USB"),
    "serial": lambda words: words.tr("Plugged in by a serial adapter"),
    "queue": lambda words: words.tr("A queue of this system"),
    "camera": lambda words: words.tr("Camera"),
}
_PRINTED: dict[str, Callable[[Words], Said]] = {
    "ready": lambda words: (words.tr("The page was printed and the printer is ready."), "accent"),
    "paper_out": lambda words: (words.tr("The printer is out of paper. Put a roll in and print again."), "warn"),
    "off": lambda words: (words.tr("The printer is off or unplugged. Switch it on and print again."), "warn"),
    "unknown": lambda words: (words.tr("The page was sent; this printer does not tell how it is. Look whether it came out."), "ink3"),
}


def device_note(words: Words, kind: str) -> str:
    """Return how a device is connected."""
    return _NOTES[kind](words)


def device_name(devices: Sequence[Device], address: str) -> str:
    """Return what a chosen device calls itself; an address that was typed stands for itself."""
    return next((each.name for each in devices if each.address == address), address)


def printed_words(words: Words, model: FirstStartModel) -> Said:
    """Return how the test page went; nothing before there was one."""
    if model.busy and model.printer:
        return words.tr("One moment…"), "ink3"
    return _PRINTED[model.printed](words) if model.printed in _PRINTED else ("", "ink3")


def clock_words(words: Words, model: FirstStartModel) -> Said:
    """Return how this clock compares with the ledger's."""
    found = model.clock
    if found is None:
        return words.tr("Not compared"), "ink3"
    if found.apart_s is None:
        return words.tr("The ledger does not tell the time"), "ink3"
    if found.apart_s > found.tolerance_s:
        apart = words.tr_n("{n} second", "{n} seconds", found.apart_s)
        return words.tr("{apart} away from the ledger's time. Set the clock.", apart=apart), "warn"
    return words.tr("Agrees with the ledger's time"), "accent"
