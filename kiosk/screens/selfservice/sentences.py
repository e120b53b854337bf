"""What a customer is told: refusals in words that fit somebody who shops alone, the till's own sentence where none fits better."""

from collections.abc import Callable
from typing import Any

from kiosk.screens.selfservice.kit import Kit
from kiosk.services.answers import ErrorView, LineView
from kiosk.viewmodels.selfservice_model import Notice
from sync.base.marking import tr
from sync.protocol.text import in_language

_CUSTOMER = {
    "unknown_code": tr("We do not know this code. Scan it again, or touch “No barcode”."),
    "wrong_check_digit": tr("This code could not be read well. Scan it again, slowly."),
    "embedded_zero": tr("This label shows a weight or price of zero. Weigh the article again."),
    "not_sellable": tr("This article is not for sale. Put it aside, or ask for help."),
    "goods_blocked": tr("This article may not be sold: {why} Please put it aside."),
    "empties_at_till": tr("Empty bottles are taken back at one of the tills, where your deposit is paid out."),
    "price_needed": tr("This article has no price. Ask for help, or go on without it."),
    "weight_needed": tr("This article is sold by weight. Weigh it and scan its label, or touch “No barcode”."),
    "basket_empty": tr("Your basket is empty. Scan an article first."),
    "unknown_member": tr("We do not know this card. Show it again, or go on without it."),
    "member_exists": tr("Somebody has joined with this already. If it was you, go back and touch “My card is at home”."),
    "member_asked": tr("We are still looking for a card. One moment, then try again."),
    "several_members": tr("Several members share this contact. Key your card's number instead."),
    "profile_empty": tr("Add your phone number, your e-mail address or your first name first."),
    "bad_phone": tr("This is not a phone number. Key all of its figures."),
    "bad_address": tr("This is not an e-mail address. It looks like name@example.org."),
    "member_unproven": tr("This is for the owner of the card. Scan the card first, or call an attendant."),
    "right_late": tr("Your purchase was over before the answer came. Nothing was used for it."),
    "points_need_ledger": tr("We are offline, and your points may not pay that much now. Choose less, or pay by card."),
    "points_short": tr("You do not have enough points for this. Choose less, or something else."),
    "unknown_coupon": tr("This is not a coupon of this shop. Go on without it."),
    "token_forged": tr("This code was not made by this shop. Go on without it."),
    "token_malformed": tr("This code is damaged. Show it again, or go on without it."),
    "coupon_in_basket": tr("This coupon counts already. Go on."),
    "returns_at_till": tr("This is a receipt. To give goods back, please go to one of the tills."),
    "lines_limit": tr("Your basket is full. Pay for it, then start again."),
    "tender_begun": tr("Payment has begun. Wait for the card terminal, or ask for help."),
    "card_paid": tr("Your card has paid already. Ask for help to cancel."),
    "card_cannot_reverse": tr("Your card cannot be paid back here. Finish your purchase, then ask at a till to give articles back."),
    "card_not_reversed": tr("Your card was not paid back. Finish your purchase, then ask at a till to give articles back."),
    "gift_card_unknown": tr("We do not know this gift card. Ask for help, or pay by card."),
    "gift_card_empty": tr("Nothing is left on this gift card. Pay by card."),
    "gift_card_expired": tr("This gift card was good until {until}. Ask for help, or pay by card."),
    "scale_moving": tr("The scale has not come to rest. Take your hand away and weigh again."),
    "scale_empty": tr("Nothing lies on the scale. Put the article on it and weigh again."),
    "disk_full": tr("This kiosk cannot go on. Your articles are kept; please ask for help."),
    "disk_failed": tr("This kiosk cannot go on. Your articles are kept; please ask for help."),
}

_CAMERA = {
    "camera_dark": tr("It is too dark for the camera here. Hold the code up to the light, or key your card's number."),
    "camera_covered": tr("The camera sees nothing but one colour. Hold the code a hand's breadth away."),
}
_NO_CAMERA = tr("The camera does not see now. Use the scanner, or key your card's number.")
_NO_WEIGHT = tr("The scale cannot tell the weight now. Scan a label from the department instead, or ask for help.")


def line_name(kit: Kit, line: LineView) -> str:
    """Return a line's name in the customer's language."""
    return kit.name(line.names) if line.names else line.name


def refusal(kit: Kit, code: str, params: dict[str, object]) -> str:
    """Return the sentence of a refusal for a customer; whatever else ails a scale, a label is the way round it."""
    sentence = _CUSTOMER.get(code) or (_NO_WEIGHT if code.startswith("scale_") else None)
    return kit.tr(sentence, **_spoken(kit, params)) if sentence is not None else kit.words.error(code, params)


def _spoken(kit: Kit, params: dict[str, object]) -> dict[str, object]:
    """The shop's own words in the customer's language, and days as people read them."""
    spoken = {name: in_language(value, kit.words.language) if isinstance(value, dict) else value for name, value in params.items()}
    until = params.get("until")
    return spoken | {"until": kit.words.date(until)} if isinstance(until, str) and until else spoken


def camera_words(kit: Kit, code: str) -> str:
    """Say why the camera sees nothing, and how to go on without it; empty while it sees."""
    return kit.tr(_CAMERA.get(code, _NO_CAMERA)) if code else ""


def staff_refusal(kit: Kit, error: ErrorView) -> str:
    """Return the sentence of a refusal for the attendant at the kiosk."""
    return kit.words.error(error.code, error.params)


def notice(kit: Kit, told: Notice) -> str:
    """Return the sentence of a notice."""
    if told.tone == "warn":
        return refusal(kit, told.code, told.params)
    name = line_name(kit, told.line) if told.line is not None else ""
    amount_minor = int(str(told.params.get("amount_minor", 0)))
    amount = kit.words.money(amount_minor)
    reward: Any = told.params.get("name", "")
    said: dict[str, Callable[[], str]] = {
        "member": lambda: greeting(kit),
        "recovered": lambda: kit.tr("There was a short break. Your articles are all still here."),
        "gift_card": lambda: kit.tr("{amount} is on this gift card. Show it again when you pay.", amount=amount),
        "removed": lambda: kit.tr("{name} was removed.", name=name),
        "added": lambda: kit.tr("{name} is in your basket.", name=name),
        "coupon": lambda: kit.tr("Your coupon counts: {amount} less.", amount=amount) if amount_minor else kit.tr("Your coupon is noted."),
        "code": lambda: kit.tr("Your code is noted."),
        "reward": lambda: kit.tr("{name}: taken.", name=kit.name(reward)),
        "reward_dropped": lambda: kit.tr("{name}: given back.", name=kit.name(reward)),
        "points_offline": lambda: kit.tr(
            "While we are offline, points and cashback pay at most {amount} a day: no more can be taken now.", amount=amount
        ),
        "moment": lambda: kit.tr("One moment, your last wish is still being looked up. Then touch again."),
        "points_lack": lambda: kit.words.tr_n("{n} point is missing.", "{n} points are missing.", int(str(told.params["lacks"]))),
    }
    return said[told.code]()


def greeting(kit: Kit) -> str:
    """Greet the member, by name where the kiosk may know it; who was only named is asked for the card."""
    if kit.model.ticket.is_unproven:
        return kit.tr("Scan your card to spend your points.")
    points = kit.model.loyalty.wallet.points
    name = kit.model.ticket.member_name
    hello = kit.tr("Hello {name}!", name=name) if name else kit.tr("Hello!")
    count = kit.words.tr_n("You have {n} point.", "You have {n} points.", points)
    return f"{hello} {count}"
