"""States, roles, ways to pay and keyboard keys in words."""

from collections.abc import Callable

from kiosk.services.queries import PrinterView, SyncView
from kiosk.viewmodels.message_model import Message
from sync.base.words import Words

JOIN_KEY = "Ctrl+F12"
_HOUR = 60
_DAY = 24 * 60

Phrase = Callable[[Words], str]


def key_name(words: Words, key: str) -> str:
    """Return what is printed on a keyboard's key."""
    names: dict[str, Phrase] = {
        "Enter": lambda w: w.tr("Enter"),
        "Return": lambda w: w.tr("Enter"),
        "Esc": lambda w: w.tr("Esc"),
        "Del": lambda w: w.tr("Del"),
        "Tab": lambda w: w.tr("Tab"),
        "Shift": lambda w: w.tr("Shift"),
        "Up": lambda w: "↑",
        "Down": lambda w: "↓",
        "Left": lambda w: "←",
        "Right": lambda w: "→",
    }
    return names[key](words) if key in names else key


def cap_of(words: Words, sequence: str) -> str:
    """Return a key or a chord as it is shown on a cap: `Ctrl F3` for the sequence `Ctrl+F3`."""
    return " ".join(key_name(words, part) for part in sequence.split("+"))


def mode_name(words: Words, mode: str) -> str:
    """Return how a ticket is taxed in words."""
    names: dict[str, Phrase] = {
        "eat_in": lambda w: w.tr("Eat in"),
        "take_away": lambda w: w.tr("Take away"),
        "exempt": lambda w: w.tr("Buyer without tax"),
    }
    return names[mode](words) if mode in names else mode


def tender_name(words: Words, kind: str) -> str:
    """Return a way to pay in words; an unknown one by its code."""
    names: dict[str, Phrase] = {
        "cash": lambda w: w.tr("Cash"),
        "card_standalone": lambda w: w.tr("Card"),
        "card": lambda w: w.tr("Connected card"),
        "cheque": lambda w: w.tr("Cheque"),
        "voucher": lambda w: w.tr("Meal voucher"),
        "gift_card": lambda w: w.tr("Gift card"),
        "store_credit": lambda w: w.tr("Store credit"),
        "points": lambda w: w.tr("Points"),
        "cashback": lambda w: w.tr("Cashback"),
    }
    return names[kind](words) if kind in names else kind


def role_name(words: Words, role: str) -> str:
    """Return a role in words."""
    names: dict[str, Phrase] = {
        "attendant": lambda w: w.tr("attendant"),
        "cashier": lambda w: w.tr("cashier"),
        "manager": lambda w: w.tr("manager"),
        "administrator": lambda w: w.tr("administrator"),
    }
    return names[role](words) if role in names else role


def printer_words(words: Words, printer: PrinterView | None) -> tuple[str, str]:
    """Return the printer's state in words, and the tone that repeats it."""
    if printer is None:
        return "", "ink3"
    states: dict[str, tuple[Phrase, str]] = {
        "ready": (lambda w: w.tr("Printer ready"), "accent"),
        "paper_out": (lambda w: w.tr("Printer out of paper"), "danger"),
        "off": (lambda w: w.tr("Printer off"), "warn"),
        "unknown": (lambda w: w.tr("Printer does not answer"), "warn"),
    }
    phrase, tone = states.get(printer.state, states["unknown"])
    said = phrase(words)
    if printer.waiting and printer.state != "ready":
        said += " · " + words.tr_n("{n} paper waiting", "{n} papers waiting", printer.waiting)
    return said, tone


def sync_words(words: Words, sync: SyncView | None, offline_minutes: int | None) -> tuple[str, str]:
    """Return how the till stands with its ledger, and the tone that repeats it."""
    if sync is None:
        return "", "ink3"
    if not sync.configured:
        return words.tr("Sells on its own"), "ink3"
    if sync.online:
        return (_unsent(words, words.tr("Online"), sync), "accent")
    said = words.tr("Offline") if not offline_minutes else words.tr("Offline for {time}", time=span(words, offline_minutes))
    return _unsent(words, said, sync), "warn"


def _unsent(words: Words, said: str, sync: SyncView) -> str:
    """Count what people count, sales; what else waits (a log-in, a price check) is named only while no sale does."""
    if sync.unsent_sales:
        return said + " · " + words.tr_n("{n} sale waiting", "{n} sales waiting", sync.unsent_sales)
    return said + " · " + words.tr_n("{n} to send", "{n} to send", sync.unsent) if sync.unsent else said


def span(words: Words, minutes: int) -> str:
    """Return a span of time in its largest whole unit."""
    if minutes < _HOUR:
        return words.tr("{n} min", n=words.number(minutes))
    if minutes < _DAY:
        return words.tr("{n} h", n=words.number(minutes // _HOUR))
    return words.tr_n("{n} day", "{n} days", minutes // _DAY)


def message_words(words: Words, message: Message) -> str:
    """Return a message as a sentence: the screens' own by name, every error by its code."""
    if message.code == "recovered":
        return _recovered(words, message)
    own: dict[str, Phrase] = {
        "printed_again": lambda w: w.tr("The receipt is being printed again."),
        "gift_printed": lambda w: w.tr("The gift receipt is being printed: it shows no prices."),
        "mail_waits": lambda w: w.tr("The receipt goes out as soon as the network allows. The address is forgotten then."),
        "invoiced": lambda w: w.tr("The invoice is made. Its PDF lies in the folder of invoices of this till."),
        "unknown_member_joins": lambda w: w.tr("Nobody is known by this. Touch here, or {key}, for a new member.", key=cap_of(w, JOIN_KEY)),
        "joined": lambda w: w.tr("Welcome to the new member: the ticket counts for them already."),
        "card_printed": lambda w: w.tr("The member's card is being printed."),
        "made_good": lambda w: w.tr("It is given, and what the customer takes along is being printed."),
        "uncounted": lambda w: w.tr("The factor counts pieces of an article only. It was put aside."),
        "cash_moved": lambda w: w.tr("The movement is noted, and the drawer opens."),
        "closed_month": lambda w: w.tr("The month is closed. Its signed archive is kept on this till and with the ledger."),
        "closed_year": lambda w: w.tr("The year is closed. Its signed archive is kept on this till and with the ledger."),
    }
    if message.code in own:
        return own[message.code](words)
    return words.error(message.code, message.params)


def _recovered(words: Words, message: Message) -> str:
    lines, papers = message.params.get("lines", 0), message.params.get("papers", 0)
    said = words.tr("The till was stopped and is back.")
    if lines:
        said += " " + words.tr_n("The ticket is as it stood: {n} line.", "The ticket is as it stood: {n} lines.", lines)
    if intents := message.params.get("intents", 0):
        said += " " + words.tr_n("{n} card payment was settled.", "{n} card payments were settled.", intents)
    if papers:
        said += " " + words.tr_n("{n} paper is still to print.", "{n} papers are still to print.", papers)
    if message.params.get("set_aside"):
        said += " " + words.tr("A damaged file was set aside; tell your support.")
    return said
