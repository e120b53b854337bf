"""The tour at the kiosk, loyalty: a member takes a reward, asks why a line costs what it costs, and somebody new joins while paying."""

from kiosk.demo.tour_eyes import code_on
from kiosk.demo.tour_hands import until
from kiosk.demo.tour_stage import Stage

REWARD, REWARD_MINOR = "€5 off", 500
FIRST_NAME = "LEA"
TOKEN_LEAST_CHARS = 60
"""Shorter is no signed card."""


def take_reward(stage: Stage, total: int) -> int:
    """The wallet lies open: one touch takes a reward, another gives it back, and the next takes it for good."""
    kiosk = stage.kiosk
    with stage.step("kiosk-reward-taken", kiosk, "en") as seen:
        kiosk.tap_item(REWARD)
        seen.says("Taken: you save {amount}. Touch to give it back.", amount=seen.words.money(REWARD_MINOR))
        seen.reads(seen.words.money(total - REWARD_MINOR))
    with stage.step("kiosk-reward-given-back", kiosk, "en") as seen:
        kiosk.tap_item(REWARD)
        seen.reads(seen.words.money(total))
        seen.misses(seen.words.tr("Taken: you save {amount}. Touch to give it back.", amount=seen.words.money(REWARD_MINOR)))
    kiosk.tap("tab_coupons")
    with stage.step("kiosk-stamps", kiosk, "en") as seen:
        seen.reads("Bakery card")
    kiosk.tap("tab_rewards")
    kiosk.tap_item(REWARD)
    return total - REWARD_MINOR


def play(stage: Stage) -> None:
    """Somebody without a card: why a line is cheaper, then joining, the card, and a purchase that counts at once."""
    kiosk, goods = stage.kiosk, stage.shelf.organic(2)
    kiosk.scan(goods.barcode)
    kiosk.tap("switch_en")
    with stage.step("kiosk-why", kiosk, "en") as seen:
        kiosk.tap_item(goods.english)
        seen.says("{offer}: you save {amount}.", offer="10% off organic goods", amount=seen.words.money(goods.off_minor))
    kiosk.tap("why_done")
    kiosk.tap("pay")
    kiosk.tap("join")
    _join(stage)
    total = goods.price_minor - goods.off_minor
    kiosk.tap("card_done")
    with stage.step("kiosk-new-member", kiosk, "en") as seen:
        seen.says("Your advantages")
        seen.reads(seen.words.tr_n("{n} point", "{n} points", 0))
    kiosk.tap("go_on")
    kiosk.tap("confirm")
    until(lambda: stage.world.card.waits, "the card terminal waiting")
    stage.world.card.hold_card()
    kiosk.tap("no_paper")
    with stage.step("kiosk-new-member-thanks", kiosk, "en") as seen:
        points = total // 100
        seen.reads(seen.words.tr_n("You earned {n} point.", "You earned {n} points.", points))
    stage.sold.kiosk.append(total)
    kiosk.tap("leave")


def _join(stage: Stage) -> None:
    kiosk = stage.kiosk
    with stage.step("kiosk-join", kiosk, "en") as seen:
        seen.says("Join for free: your card is ready at once")
        seen.says("Only if you like, each by itself:")
        kiosk.tap("join_first_name")
        for letter in FIRST_NAME:
            kiosk.tap(f"letter_{letter}")
        kiosk.tap("join_words_confirm")
        kiosk.tap("consent_profiling")
        seen.holds("a first name is enough to join", lambda: kiosk.ready("join_confirm"))
    printed = len(stage.papers)
    kiosk.tap("join_confirm")
    with stage.step("kiosk-new-card", kiosk, "en") as seen:
        seen.says("Welcome! This is your card.")
        seen.holds("the code holds a signed card", lambda: len(code_on(kiosk.window)) >= TOKEN_LEAST_CHARS)
        kiosk.tap("print_card")
        seen.says("The card is being printed")
        stage.wait_for_paper(printed + 1)
