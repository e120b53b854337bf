"""The sentences of what may be refused about a member's rights: coupons, rewards, points as money, and what staff give to make good."""

from sync.base.marking import tr

RIGHTS: dict[str, str] = {
    "coupon_used_elsewhere": tr("This coupon was used on {at} at till {where}. Go on without it."),
    "coupon_used_before": tr("The ledger knows this coupon as used. Go on without it."),
    "coupon_revoked_elsewhere": tr("This coupon went back with its goods on {at} at till {where}. Go on without it."),
    "coupon_revoked_before": tr("This coupon went back with the goods that earned it. Go on without it."),
    "coupon_held": tr("Another till has this coupon on an open ticket. Finish or cancel it there, or go on without it."),
    "coupon_unheard": tr(
        "Till {home}, which printed this coupon, has not told the ledger of it yet. Try again in a minute, or go on without it."
    ),
    "coupon_stopped": tr("The shop stopped this offer on {at}. Go on without it."),
    "offer_stopped": tr("The shop has just stopped this offer. Go on without it."),
    "coupon_not_held": tr("The ledger does not let this coupon be used now. Go on without it."),
    "coupon_other_member": tr("This coupon belongs to another member. Give it back and go on without it."),
    "coupon_member_first": tr("This coupon belongs to one member. Scan that member's card, then the coupon again."),
    "coupon_needs_ledger": tr(
        "This coupon is of till {home}, and the ledger cannot be asked now. Send the customer there, or try again when the network is back."
    ),
    "code_in_basket": tr("This code is on the ticket already. Nothing to do."),
    "hold_asked": tr("The ledger is being asked for this right. Wait a moment, then do it again."),
    "right_late": tr("The ledger answered after this ticket had ended. Scan it again on the next one."),
    "member_needed": tr("This needs a member on the ticket. Scan the member's card first."),
    "unknown_reward": tr("The shop has no reward called so. Choose one from the list."),
    "reward_in_basket": tr("This reward is on the ticket already. Take it off first to change it."),
    "no_such_reward": tr("This reward is not on the ticket. Look at the ticket again."),
    "reward_once": tr("This reward is given once a ticket. Ask for one."),
    "reward_tier": tr("This reward is for members of tier {tier}. Choose another one."),
    "reward_gone": tr("None of this reward is left. Choose another one."),
    "reward_stopped": tr("The shop gives this reward no longer. Choose another one."),
    "points_short": tr("The member has {have}, and this takes {need}. Choose less, or pay another way."),
    "points_held": tr("These points are reserved for another open ticket. Finish or cancel that one, or pay another way."),
    "points_need_ledger": tr(
        "While the ledger cannot be asked, a member's points pay at most {limit_minor} a day at this till: {left_minor} of it is left. "
        "Take the rest another way."
    ),
    "points_no_tender": tr("No programme of the shop pays this way. Choose another way to pay."),
    "points_step": tr("This way pays in steps of {step_minor}. Key a multiple of that."),
    "points_least": tr("At least {least} points are spent at once. Spend more, or pay another way."),
    "points_share": tr("Of this ticket points may pay {most_minor}. Key at most that, and take the rest another way."),
    "points_most": tr("Points can pay {most} here. Key at most that, and take the rest another way."),
    "points_did_not_pay": tr("Points paid nothing of what comes back. Pay it out another way."),
    "gift_card_held": tr("Another till has this gift card on an open ticket. Finish or cancel it there, or take another way to pay."),
    "unknown_recovery": tr("The shop has no such way to make good. Choose one of its own."),
    "recovery_limit": tr("Nobody in this shop may give that much to make good. Give at most {most_minor}."),
    "recovery_day": tr("This person has made good {most} times today, as often as one may. Ask a colleague."),
}
