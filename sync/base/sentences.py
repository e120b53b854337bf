"""Every failure a person can meet: one calm sentence and what to do next, by error code."""

from collections.abc import Mapping
from string import Formatter
from typing import Protocol
from unicodedata import category

from sync.base import broken_rules
from sync.base.marking import tr
from sync.base.sentences_ledger import LEDGER
from sync.base.sentences_machine import MACHINE
from sync.base.sentences_rights import RIGHTS


class Speaker(Protocol):
    """The part of `Words` that sentences need."""

    def tr(self, message: str, /, **params: object) -> str: ...
    def money(self, minor: int) -> str: ...
    def number(self, value: int) -> str: ...
    def date(self, iso: str) -> str: ...
    def date_time(self, iso: str) -> str: ...


SENTENCES: dict[str, str] = {
    # Requests and people
    "not_available": tr("This is not available in this version. Ask for another way, or update the till."),
    "bad_json": tr("The request is not a JSON object on one line. Send one object a line."),
    "bad_request": tr("The request has a wrong field: {field} ({rule}). Correct it and send it again."),
    "bad_value": tr("The value of {field} is wrong ({rule}). Correct it and send it again."),
    "request_reused": tr("This request number was used for something else. Use a new number."),
    "request_too_long": tr("The request is too long. Send a shorter one."),
    "usage": tr("The option {field} does not fit ({rule}). Look at the command's help."),
    "not_logged_in": tr("Nobody is logged in. Log in first."),
    "already_logged_in": tr("Someone is logged in already. Log out first."),
    "wrong_pin": tr("The name and PIN do not match. Try again."),
    "pin_too_short": tr("An approval needs a PIN of {digits} digits. Ask the administrator for a longer one."),
    "no_staff_yet": tr("This till does not know its staff yet. Synchronise it with its ledger, then log in."),
    "shop_differs": tr("The ledger holds another shop file: {scope} {key} differs. Import this file there, or use that one."),
    "output_failed": tr("The output cannot be written ({reason}). Make room there, or write elsewhere."),
    "file_unusable": tr("{file} cannot be used ({reason}). Name another file."),
    "locked_out": tr("Too many wrong PINs for this person. Try again in {seconds} seconds, or ask a manager."),
    "role_not_allowed": tr("Your role may not do this. Ask a manager to do it."),
    "approval_needed": tr("This needs the PIN of a person with the role {role}. Ask them to approve it."),
    "same_person": tr("Another person must approve this. Ask a colleague to enter their PIN."),
    "till_locked": tr("The till is locked. Log in to go on with its ticket."),
    "shift_of_other": tr("Another cashier answers for this drawer. Close that shift, or use another till."),
    "not_in_training": tr("This cannot be practised, since it moves real money or goods. End the training first."),
    "nothing_to_approve": tr("Nothing is waiting for approval. Start the act again."),
    "clock_fixed": tr("The clock can be set only on a till started with --manual-clock. Start it so, or leave the clock alone."),
    "safely_locked": tr("Something went wrong in the program. The ticket is kept; restart the till and call your support."),
    # The day
    "day_not_open": tr("The day is not open. Open it with its float first."),
    "day_open": tr("The day {business_day} is open already. Close it before opening another."),
    "business_day": tr("This is not a day of the calendar. Give it as year-month-day."),
    "period_day_open": tr("The day {business_day} is still open. Close it first, then the period."),
    "period_asked": tr("The books of a period are being closed. Wait a moment, then do it again."),
    "period_empty": tr("No day has been closed yet, so there is nothing to add up. Close a day first."),
    "period_closed_already": tr("The period {key} is closed, and no day was closed since. Nothing to do."),
    "period_open": tr("This period runs until {until}. Close it then, or any day later."),
    "period_months_open": tr("Not every month of {year} is closed. Close its months first, then the year."),
    # The ticket and what lies on it
    "basket_open": tr("A ticket is open. Finish or cancel it first."),
    "basket_empty": tr("The ticket is empty. Scan an article first."),
    "unknown_code": tr("No article, member or coupon has this code. Check it, or search by name."),
    "wrong_check_digit": tr("The last digit of this code does not fit. Scan it again, or type it once more."),
    "embedded_zero": tr("The label carries a price or weight of zero. Weigh the article again."),
    "not_sellable": tr("This article is not for sale. Put it aside and ask a manager."),
    "unknown_sku": tr("No article has this number. Check it, or search by name."),
    "price_needed": tr("This article has no fixed price. Key its price."),
    "price_fixed": tr("This article has a fixed price. Sell it at that price."),
    "weight_needed": tr("This article is sold by weight. Weigh it, or scan its label."),
    "weight_limit": tr("A line takes from 1 to {most} grams. Weigh the article again."),
    "weighed_line": tr("Line {line} was weighed and has no number of pieces. Void it and weigh again."),
    "sold_by_piece": tr("This article is sold by the piece. Give a number of pieces."),
    "quantity_limit": tr("A line takes from 1 to {most} pieces. Key another number."),
    "void_quantity": tr("This line has {have} to take off, not {need}. Take off fewer."),
    "age_check_needed": tr("This article may be sold from {age} years only. Check the customer's age."),
    "no_age_question": tr("No age check is asked for. Go on with the ticket."),
    "goods_blocked": tr("This article may not be sold: {why} Put it aside and tell a manager."),
    "price_bounds": tr("The price of this article lies between {least_minor} and {most_minor}. Key it again."),
    "price_under_taxes": tr("The fixed taxes on this article are more than that price. Key at least {least_minor}."),
    "amount_under_taxes": tr("The fixed taxes on this article are more than it comes to. Weigh it again, or tell a manager."),
    "deposit_unknown": tr("The deposit of this article is not known here. Synchronise, or tell your support."),
    "deposit_line": tr("This deposit belongs to line {line}. Change that line, and the deposit follows."),
    "card_in_basket": tr("This gift card is on the ticket already. Take another card."),
    "not_discountable": tr("There is nothing here that a discount could be taken off. Choose an article with a price."),
    "discount_too_large": tr("Only {most_minor} is left to take off. Key at most that."),
    "discount_limit": tr("Nobody in this shop may give so great a discount. Give a smaller one."),
    "price_limit": tr("Nobody in this shop may sell it so far below its price. Enter a price nearer to it."),
    "discounts_limit": tr("A ticket takes at most {most} discounts. Undo one, or finish this ticket and start another."),
    "held_limit": tr("At most {most} tickets may be put aside. Recall one and finish it first."),
    "no_such_ticket": tr("No ticket {ticket} is put aside here. Look at the list and choose again."),
    "tickets_held": tr("Tickets put aside: {count}. Recall each, and finish or cancel it first."),
    "no_such_line": tr("The ticket has no line {line}. Look at its numbers and choose again."),
    "lines_limit": tr("A ticket has at most {most} lines. Finish it and start another."),
    "amount_limit": tr("This amount is outside what a till takes. Check it and key it again."),
    "tax_unknown": tr("The tax {tax} of this article is not known here. Synchronise, or tell your support."),
    "nothing_to_undo": tr("There is nothing to undo. Go on with the ticket."),
    # Members, coupons and offers
    "member_is_goods": tr("This code belongs to an article, not to a member. Scan the member's card, or try the name."),
    "unknown_member": tr("No member has this code. Try the name, or go on without the card."),
    "member_card_replaced": tr("A newer card was made for this member, so this one is no longer good. Ask for the newer one."),
    "member_code_expired": tr("This code was shown too long ago. Ask the customer to show it anew."),
    "several_members": tr("Several members have this number or address. Search by name and choose one."),
    "member_asked": tr("The ledger is being asked for another member. Wait a moment, then scan the card again."),
    "member_late": tr("The ledger's answer came after this customer's ticket. Scan the card again."),
    "member_exists": tr("A member has this number or address already. Serve that member, or enter another number."),
    "profile_empty": tr("A member needs a first name, a phone number or an e-mail address. Enter one of them."),
    "profile_elsewhere": tr("This till holds no contact data of this member. Change them at a till of the member's store."),
    "birthday_consent": tr("A birthday is kept only with the consent to be greeted. Take down that consent, or leave the birthday out."),
    "wording_unknown": tr("These are not the words that this till shows for the consent. Show them, then take it down again."),
    "consent_is_membership": tr("Taking part in the programme ends with the membership. Have a manager erase the member instead."),
    "no_member": tr("No member is on the ticket. Scan the member's card first."),
    "no_member_card": tr("This is not the number of a member's card of this shop. Take another card, or join without one."),
    "card_taken": tr("Another member has this card already. Take a card that is still unused."),
    "member_unproven": tr("This member's card was not shown yet. Scan it, or have a person with the role {role} approve with their PIN."),
    "card_at_till": tr("A kiosk gives a card only to who has just joined there. Ask for it at a till."),
    "member_on_ticket": tr("This member is on the open ticket. Finish or cancel it first."),
    "member_not_sent": tr("This member joined here and the ledger does not know it yet. Synchronise first, then do it again."),
    "member_leaving": tr("The ledger is gathering or erasing a member's data. Wait a moment, then go on."),
    "no_pass_certificate": tr("The shop has set no certificate for wallet passes, so none can be made. Print the card instead."),
    "pass_certificate_unreadable": tr("The certificate for wallet passes in {file} cannot be read. Have your support set it again."),
    "pass_key_unreadable": tr("The key of the certificate for wallet passes in {file} cannot be read. Have your support set it again."),
    "pass_key_differs": tr("The key set for wallet passes belongs to another certificate. Have your support set both again."),
    "pass_certificate_foreign": tr("The certificate set for wallet passes is for something else. Have your support set the right one."),
    "pass_certificate_over": tr("The certificate for wallet passes was good until {until}. Renew it; until then print the card instead."),
    "bad_phone": tr("This is not a phone number. Ask the customer to say it again, with the country's code if it is foreign."),
    "other_member": tr("The goods given back were bought by another member. Finish that return first, then serve this one."),
    "unknown_coupon": tr("This is not a coupon of this shop. Put it aside and go on."),
    "token_forged": tr("This code was not made by this shop, or it was changed. Do not accept it; go on without it."),
    "token_revoked": tr("This code is of a till that was stolen or taken out of use. Find the member or receipt by its number instead."),
    "token_issuer": tr("This code was signed by a till that is not known here. Synchronise, then try again."),
    "token_malformed": tr("This code is damaged. Scan it again, or go on without it."),
    "coupon_revoked": tr("This coupon went back with its goods on {at} on receipt {receipt}. Go on without it."),
    "coupon_used": tr("This coupon was used on {at} on receipt {receipt}. Go on without it."),
    "coupon_already_used": tr("This coupon was used on another ticket meanwhile. Take it off with undo and go on."),
    "coupon_in_basket": tr("This coupon is on the ticket already. Go on."),
    "coupon_expired": tr("This coupon was valid until {until}. Go on without it."),
    "coupon_home": tr("This coupon is good at till {home} only. Send the customer there, or go on without it."),
    "coupons_limit": tr("A ticket takes at most {most} coupons. Keep this one for the next."),
    "unknown_offer": tr("No offer is called {id}. Check its name."),
    **RIGHTS,
    # Paying
    "tender_begun": tr("Payment has begun. Undo the payment to change the ticket."),
    "tender_unknown": tr("This way to pay is not known here. Choose another."),
    "nothing_due": tr("Nothing is left to pay. Finish the ticket."),
    "not_paid": tr("{due_minor} is still to be paid. Take it first."),
    "not_paid_out": tr("{due_minor} is still to be paid out. Give it back first."),
    "overpaid": tr("Only {most} is left to settle, and this way to pay gives no change. Key at most that."),
    "change_limit": tr("This would give {most} or more in change. Check the amount and key it again."),
    "cash_back_limit": tr("At most {most} may be given back in cash on a card. Key a smaller amount."),
    "cash_limit": tr("The law allows at most {most} in cash. Take the rest another way."),
    "tenders_limit": tr("A ticket takes at most {most} payments. Undo one and take a larger amount."),
    "no_such_tender": tr("There is no such payment on the ticket. Look at the ticket again."),
    "tender_not_out": tr("Nothing is paid out this way. Pay out in cash, to a card or as store credit."),
    "code_needed": tr("This way to pay needs the code of a card. Scan the card."),
    "gift_card_unknown": tr("This card is not known at this till. Check its code; one sold elsewhere today needs the network first."),
    "gift_card_expired": tr("This card was good until {until}. Take another way to pay."),
    "gift_card_empty": tr("Nothing is left on this card. Take another way to pay."),
    "gift_card_balance": tr("Only {most} is left on this card. Key at most that, and take the rest another way."),
    "gift_card_goods": tr("A gift card buys no other here: this one may pay {most} of this ticket. Take the rest another way."),
    "gift_card_for_card": tr("A gift card or store credit buys no gift card here. Take another way to pay."),
    "gift_card_spent": tr("Only {left_minor} is left on the gift card of line {line}. It cannot be taken back; void that line."),
    "not_a_gift_card": tr("This code means something else here and can be no gift card's. Take another card."),
    "refund_left": tr("Only {most} of what that card paid can go back to it. Key at most that, and pay out the rest another way."),
    "voucher_goods": tr("Nothing here that a meal voucher may pay is left to pay. Take another way to pay."),
    "voucher_eligible": tr("Meal vouchers may pay {most} of this ticket. Key at most that, and take the rest another way."),
    "voucher_limit": tr(
        "Meal vouchers may pay {most} more of this ticket, by the limit of a day. Key at most that, and take the rest another way."
    ),
    "voucher_day": tr(
        "Meal vouchers have paid {limit_minor} of this ticket, all that one customer may pay so in a day. Take the rest another way."
    ),
    "voucher_used": tr("This voucher was used on receipt {receipt}. Do not take it again."),
    "voucher_in_basket": tr("This voucher is on the ticket already. Take another one."),
    "card_aborted": tr("The payment was stopped at the card terminal. Start it again, or take another way to pay."),
    "card_terminal_busy": tr("The card terminal is doing something else and was not asked. Try again when its screen is free."),
    "card_unreachable": tr("The card terminal cannot be reached and was not asked. Check its cable and power, or take another way to pay."),
    "card_unsupported": tr("This card terminal cannot do that. Take another way to pay."),
    "card_not_reversed": tr("The card terminal did not take the payment back. Finish the sale, then give the goods back by its receipt."),
    "card_cannot_reverse": tr("This card terminal cannot take a payment back. Finish the sale, then give the goods back by its receipt."),
    "card_declined": tr("The card was declined. Try again, or take another way to pay."),
    "card_uncertain": tr("The card terminal did not say whether it paid. It is asked again; wait, or look at its screen."),
    "card_busy": tr("The card terminal is at work. Wait for its answer."),
    "card_answer_first": tr("A card payment is not settled yet. Say first whether its terminal accepted it."),
    "card_paid": tr("A card has paid already. Refund it on its terminal and undo the payment, then cancel."),
    "card_tender_stays": tr("A card has paid and its money has moved. Refund it on its terminal first."),
    "no_card_question": tr("No card payment is waiting for an answer. Start it again."),
    "no_card_terminal": tr("No card terminal is connected here. Take another way to pay."),
    # The scale
    "no_scale": tr("No scale is connected here. Key the weight, or weigh the article elsewhere."),
    "scale_moving": tr("The scale has not come to rest. Let go of the goods and weigh again."),
    "scale_empty": tr("Nothing lies on the scale. Put the goods on it and weigh again."),
    "scale_off": tr("The scale is off or unplugged. Switch it on and weigh again, or key the weight."),
    "scale_silent": tr("The scale does not answer. Look at its cable and its display, then weigh again."),
    "scale_garbled": tr("The scale said something that makes no sense. Weigh again; if it stays, check the scale's settings."),
    "scale_pounds": tr("The scale weighs in pounds. Set it to kilograms, then weigh again."),
    "scale_overload": tr("This is too heavy for the scale. Take some off and weigh in parts."),
    "scale_below_zero": tr("The scale stands below zero. Empty it, press its zero key and weigh again."),
    "scale_unready": tr("The scale has not found its zero. Empty it and switch it off and on."),
    "scale_asked": tr("The scale is being asked. Wait a moment, then do it again."),
    "scale_address": tr("This is no scale. Give serial:DEVICE, simulated or nothing."),
    "card_address": tr("This is no card terminal. Give zvt://HOST:PORT, simulated or nothing."),
    "pole_off": tr("The customer display is off or unplugged. Plug it in; the till goes on without it."),
    "pole_address": tr("This is no customer display. Give serial:DEVICE, simulated or nothing."),
    "scanner_off": tr("The hand scanner is off or unplugged. Plug it in, or key the code."),
    "scanner_address": tr("This is no scanner's line. Give serial:DEVICE or nothing."),
    # Goods given back
    "unknown_receipt": tr("This receipt is not known at this till. Check its number, or go to the till that printed it."),
    "receipt_asked": tr("The ledger is being asked for a receipt. Wait a moment, then do it again."),
    "mail_asked": tr("An e-mail is being handed over. Wait a moment, then do it again."),
    "mail_not_configured": tr("The ledger sends no e-mail yet. Print the receipt, or show its code on the screen."),
    "bad_address": tr("This is not an e-mail address. Ask the customer to spell it again."),
    "receipt_elsewhere": tr("Another till printed this receipt and the ledger does not answer. Scan its QR code, or try again later."),
    "receipt_lines_unknown": tr("This receipt's code does not name its goods. Take them back where the ledger can be reached."),
    "return_too_old": tr("Goods come back within {days} days of their sale, and this receipt is older. The customer keeps them."),
    "return_limit_offline": tr(
        "Without the ledger at most {limit_minor} of another till's receipt may come back. Take less, or try later."
    ),
    "return_elsewhere": tr("Another till is taking these goods back right now. Wait until it has finished, then try again."),
    "over_returned": tr("Only {have} of this can still be returned. Return fewer."),
    "nothing_left": tr("Everything on this receipt was returned already. Nothing is left to give back."),
    "not_returnable": tr("Line {line} of this receipt gave goods back itself. Choose a line that was sold."),
    "returned_line": tr("Line {line} gives goods back and cannot be changed. Void it and start the return again."),
    **MACHINE,
    **LEDGER,
}

ROLES = {
    "attendant": tr("attendant"),
    "cashier": tr("cashier"),
    "manager": tr("manager"),
    "administrator": tr("administrator"),
}
_WHOLE = tr("the whole of it")
_UNKNOWN = tr("This cannot be done ({code}). Try again, or call your support.")
_MONEY = frozenset(
    {
        "cash_back_limit",
        "cash_limit",
        "change_limit",
        "gift_card_balance",
        "gift_card_goods",
        "overpaid",
        "points_most",
        "refund_left",
        "voucher_eligible",
        "voucher_limit",
    }
)
"""Codes whose `most` is an amount; elsewhere it counts."""


def sentence(speaker: Speaker, code: str, params: Mapping[str, object]) -> str:
    """Return the sentence of `code`, its amounts and dates formatted; an unknown code still says what to do."""
    message = SENTENCES.get(code)
    if message is None:
        return speaker.tr(_UNKNOWN, code=code)
    return speaker.tr(message, **{name: _shown(speaker, code, name, params.get(name, "?")) for name in placeholders(message)})


def placeholders(message: str) -> list[str]:
    """Return the names that fill a sentence."""
    return [name for _, name, _, _ in Formatter().parse(message) if name]


def _shown(speaker: Speaker, code: str, name: str, value: object) -> object:
    if name == "field" and value == "":
        return speaker.tr(_WHOLE)
    if name == "role" and value in ROLES:
        return speaker.tr(ROLES[str(value)])
    if isinstance(value, int):
        return _number(speaker, code, name, value)
    if name in ("until", "business_day") and isinstance(value, str):
        return speaker.date(value)
    if name == "at" and isinstance(value, str):
        return speaker.date_time(value)
    return _text(speaker, name, value) if isinstance(value, str) else value


_STEERING = frozenset({"Cc", "Cf", "Zl", "Zp"})


def _text(speaker: Speaker, name: str, value: str) -> str:
    return _written(name, broken_rules.said(speaker, value) if name == "rule" else value)


def _written(name: str, value: str) -> str:
    """Words of others: without what would steer a screen or a terminal, and a reason of the shop's as a sentence of its own."""
    shown = "".join(" " if category(each) in _STEERING else each for each in value)
    if name != "why":
        return shown
    reason = shown.strip()
    return reason if reason.endswith((".", "!", "?", "\N{HORIZONTAL ELLIPSIS}")) else f"{reason}."


def _number(speaker: Speaker, code: str, name: str, value: int) -> str:
    """Amounts as money; counts with the language's grouping; names of things that happen to be numbers as they are."""
    if name.endswith("_minor"):
        return speaker.money(abs(value))
    if name == "most":
        return speaker.money(value) if code in _MONEY else speaker.number(value)
    return str(value)
