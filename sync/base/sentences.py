"""Every failure a person can meet: one calm sentence and what to do next, by error code."""

from collections.abc import Mapping
from typing import Protocol


class Speaker(Protocol):
    """The part of `Words` that sentences need."""

    def tr(self, message: str, /, **params: object) -> str: ...
    def money(self, minor: int) -> str: ...
    def date(self, iso: str) -> str: ...
    def date_time(self, iso: str) -> str: ...


def tr(message: str) -> str:
    """Mark a sentence for the catalogue; it is translated when it is spoken."""
    return message


SENTENCES: dict[str, str] = {
    "not_available": tr("This is not available in this version. Ask for another way, or update the till."),
    "bad_json": tr("The request is not a JSON object on one line. Send one object a line."),
    "bad_request": tr("The request has a wrong field: {field} ({rule}). Correct it and send it again."),
    "request_reused": tr("This request number was used for something else. Use a new number."),
    "request_too_long": tr("The request is too long. Send a shorter one."),
    "not_logged_in": tr("Nobody is logged in. Log in first."),
    "already_logged_in": tr("Someone is logged in already. Log out first."),
    "wrong_pin": tr("The name and PIN do not match. Try again."),
    "pin_too_short": tr("An approval needs a PIN of {digits} digits. Ask the administrator for a longer one."),
    "locked_out": tr("Too many wrong PINs for this person. Try again in {seconds} s, or ask a manager."),
    "role_not_allowed": tr("Your role may not do this. Ask a manager to do it."),
    "approval_needed": tr("This needs the PIN of a person with the role {role}. Ask them to approve it."),
    "nothing_to_approve": tr("Nothing is waiting for approval. Start the act again."),
    "day_not_open": tr("The day is not open. Open it with its float first."),
    "day_open_already": tr("The day is open already. Close it before opening another."),
    "basket_open": tr("A ticket is open. Finish or cancel it first."),
    "basket_empty": tr("The ticket is empty. Scan an article first."),
    "unknown_code": tr("No article, member or coupon has this code. Check it, or search by name."),
    "wrong_check_digit": tr("The last digit of this code does not fit. Scan it again, or type it once more."),
    "embedded_zero": tr("The label carries a price or weight of zero. Weigh the article again."),
    "not_sellable": tr("This article is not for sale. Put it aside and ask a manager."),
    "unknown_sku": tr("No article has this number. Check it, or search by name."),
    "price_needed": tr("This article has no fixed price. Key its price."),
    "price_not_open": tr("This article has a fixed price. Sell it at that price, or override it with approval."),
    "weight_needed": tr("This article is sold by weight. Weigh it, or scan its label."),
    "quantity_needed": tr("This article is sold by the piece. Give a number of pieces."),
    "age_check_needed": tr("This article may be sold from {age} years only. Check the customer's age."),
    "age_refused": tr("The age was not proven. This article cannot be sold in this ticket."),
    "no_age_question": tr("No age check is asked for. Go on with the ticket."),
    "unknown_line": tr("The ticket has no such line. Look at its numbers and choose again."),
    "line_is_return": tr("This line gives goods back and cannot be changed. Void it and start the return again."),
    "basket_too_large": tr("The ticket is too large. Finish it and start another."),
    "amount_too_large": tr("This amount is too large to be true. Check it and key it again."),
    "unknown_member": tr("No member has this code. Try the name, or go on without the card."),
    "unknown_coupon": tr("This is not a coupon of this shop. Put it aside and go on."),
    "token_forged": tr("This code was not made by this shop, or it was changed. Do not accept it; go on without it."),
    "token_issuer": tr("This code was signed by a till that is not known here. Synchronise, then try again."),
    "token_malformed": tr("This code is damaged. Scan it again, or go on without it."),
    "coupon_used": tr("This coupon was used on {at} on receipt {receipt}. Go on without it."),
    "coupon_twice": tr("This coupon is on the ticket already. Go on."),
    "coupon_expired": tr("This coupon was valid until {until}. Go on without it."),
    "coupon_home": tr("Without the network this coupon is good at till {home} only. Send the customer there, or go on without it."),
    "nothing_to_undo": tr("There is nothing to undo."),
    "tender_begun": tr("Payment has begun. Undo the payment to change the ticket."),
    "tender_unknown": tr("This way to pay is not known here. Choose another."),
    "nothing_due": tr("Nothing is left to pay. Finish the ticket."),
    "tender_too_large": tr("This is more than is due, and this way to pay gives no change. Key at most what is due."),
    "cash_back_limit": tr("This is too much cash back on a card. Key a smaller amount."),
    "cash_limit": tr("The law allows at most {limit} in cash. Take the rest another way."),
    "not_paid": tr("The ticket is not paid in full. Take the rest first."),
    "card_declined": tr("The card was declined. Try again, or take another way to pay."),
    "card_uncertain": tr("The card terminal did not say whether it paid. It is asked again; wait, or look at its screen."),
    "card_busy": tr("The card terminal is at work. Wait for its answer."),
    "card_paid": tr("A card has paid already. Refund it on its terminal and undo the payment, then cancel."),
    "no_card_question": tr("No card payment is waiting for an answer. Start it again."),
    "no_card_terminal": tr("No card terminal is connected here. Take another way to pay."),
    "unknown_receipt": tr("This receipt is not known at this till. Check its number, or go to the till that printed it."),
    "over_returned": tr("So many were not sold, or were returned before ({have} left). Return fewer."),
    "nothing_to_return": tr("Nothing is left to return on this receipt."),
    "unknown_reason": tr("Give a reason of up to 80 characters."),
    "clock_fixed": tr("The clock can be set only on a till started with a manual clock."),
    "bad_value": tr("The value of {field} is wrong ({rule}). Correct it and send it again."),
    "no_ledger": tr("This till has no ledger. It sells and keeps everything here; enrol it to synchronise."),
    "ledger_unreachable": tr("The ledger does not answer. Everything is kept here and sent later; nothing to do."),
    "ledger_nonsense": tr("The ledger answered something that makes no sense. Everything is kept here; tell your support."),
    "ledger_refused": tr("The ledger refuses this terminal. Everything is kept here; enrol the terminal again."),
    "printer_off": tr("The printer is off or unplugged. Switch it on; the paper follows by itself."),
    "printer_paper_out": tr("The printer is out of paper. Put in a new roll; the paper follows by itself."),
    "printer_silent": tr("The printer does not say whether it printed. Look at it; print again if the paper is missing."),
    "no_printer": tr("No printer is set up here. The receipt is kept and can be printed later."),
    "camera_missing": tr("No camera answers. Plug it in, or scan with the hand scanner."),
    "disk_full": tr("The disk is full, so nothing new can be kept safely. Free some space, then go on."),
    "disk_error": tr("The disk failed. What was acknowledged is kept; restart the till and call your support."),
    "commit_unknown": tr("The disk did not confirm. The till has checked its journal: look at the last ticket before going on."),
    "profile_read_only": tr("This profile cannot be written to. Make its folder writable, or choose another."),
    "profile_in_use": tr("Another Comptoir is running on this profile. Use that one, or close it first."),
    "profile_missing": tr("No terminal is enrolled in this folder. Enrol it with the code from the ledger."),
    "profile_exists": tr("A terminal is enrolled in this folder already. Choose another folder."),
    "profile_damaged": tr("The profile's files are damaged. Restore them from the backup, or enrol the terminal again."),
    "sqlite_too_old": tr("The SQLite library is too old to keep money safely. Install the packaged one."),
    "shop_file": tr("The shop file has a wrong field: {field} ({rule}). Correct it and load it again."),
    "enrol_code": tr("This code is wrong, used or too old. Ask for a new one at the ledger."),
    "wrong_register": tr("This register is of another kind. Start the face that fits it."),
    "safely_locked": tr("Something went wrong in the program. The ticket is kept; restart the till and call your support."),
}


def sentence(speaker: Speaker, code: str, params: Mapping[str, object]) -> str:
    """Return the sentence of `code`, its amounts and dates formatted; an unknown code still says what to do."""
    message = SENTENCES.get(code)
    if message is None:
        return speaker.tr(tr("This cannot be done ({code}). Try again, or call your support."), code=code)
    return speaker.tr(message, **{name: _shown(speaker, name, value) for name, value in _filled(message, params).items()})


def _filled(message: str, params: Mapping[str, object]) -> dict[str, object]:
    names = {part.partition("}")[0] for part in message.split("{")[1:]}
    return {name: params.get(name, "?") for name in names}


def _shown(speaker: Speaker, name: str, value: object) -> object:
    if name == "limit" and isinstance(value, int):
        return speaker.money(value)
    if name == "until" and isinstance(value, str):
        return speaker.date(value)
    if name == "at" and isinstance(value, str):
        return speaker.date_time(value)
    return value
