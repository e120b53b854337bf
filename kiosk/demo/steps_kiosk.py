"""The tour at the kiosk: staff open it, a customer changes the language, scans, shows a card, pays alone, and another one walks away."""

from kiosk.demo import steps_kiosk_loyalty
from kiosk.demo.tour_goods import Goods
from kiosk.demo.tour_hands import until
from kiosk.demo.tour_stage import Stage
from kiosk.demo.world import KIOSK

ATTENDANT = "Inès D."
MEMBER = 1
ASK_AFTER_S, GIVE_UP_AFTER_S = 61.0, 21.0


def play(stage: Stage) -> None:
    """Everything a kiosk's day holds, but its closing."""
    stage.kiosk.come_to()
    _open(stage)
    _welcome(stage)
    goods = _scan(stage)
    _ask_attendant(stage)
    total = _total(goods)
    total = _show_card(stage, total)
    _pay(stage, total)
    steps_kiosk_loyalty.play(stage)
    _walk_away(stage)


def _open(stage: Stage) -> None:
    kiosk = stage.kiosk
    with stage.step("kiosk-closed", kiosk) as seen:
        seen.says("This kiosk is closed")
        seen.says("Please go to one of the tills.")
    kiosk.tap("open_kiosk")
    with stage.step("kiosk-attendant-opens", kiosk) as seen:
        seen.says("Choose your name and enter your PIN.")
        kiosk.tap_item(ATTENDANT)
        kiosk.pad(stage.shelf.pins[ATTENDANT])
        seen.says("Confirm")
    kiosk.tap("attendant_confirm")


def _welcome(stage: Stage) -> None:
    kiosk = stage.kiosk
    with stage.step("kiosk-welcome-french", kiosk) as seen:
        seen.says("Hello!")
        seen.says("Start")
        seen.reads(stage.shelf.name, "English")
    kiosk.tap("language_en")
    with stage.step("kiosk-welcome-english", kiosk, "en") as seen:
        seen.says("Hello!")
        seen.says("Scan your first article, or touch the screen.")


def _scan(stage: Stage) -> list[Goods]:
    kiosk, shelf = stage.kiosk, stage.shelf
    goods = [shelf.organic(2), shelf.plain(1, "boissons"), shelf.plain(0, "boulangerie")]
    kiosk.tap("start")
    with stage.step("kiosk-empty", kiosk, "en") as seen:
        seen.says("Hold a barcode in front of the scanner.")
    with stage.step("kiosk-articles", kiosk, "en") as seen:
        for item in goods[:2]:
            kiosk.scan(item.barcode)
            seen.reads(item.english)
        seen.says("You save {amount}", amount=seen.words.money(goods[0].off_minor))
    kiosk.tap("no_barcode")
    with stage.step("kiosk-departments", kiosk, "en") as seen:
        seen.says("What did you take?")
        seen.reads(shelf.department("boulangerie", "en"))
    kiosk.tap_item(shelf.department("boulangerie", "en"))
    with stage.step("kiosk-pictures", kiosk, "en") as seen:
        kiosk.tap_item(goods[2].english)
        seen.reads(seen.words.money(_total(goods)))
    kiosk.tap("to_basket")
    return goods


def _ask_attendant(stage: Stage) -> None:
    kiosk = stage.kiosk
    with stage.step("kiosk-age-needs-attendant", kiosk, "en") as seen:
        kiosk.scan(stage.shelf.wine().barcode)
        seen.says("An attendant is coming")
        seen.says("Go on without this article")
    kiosk.tap("attendant_away")
    kiosk.tap("help")
    with stage.step("kiosk-help", kiosk, "en") as seen:
        seen.says("Can we help you?")
        seen.says("Call an attendant")
    kiosk.tap("help_back")


def _show_card(stage: Stage, total: int) -> int:
    """The camera looks at the picture of a card; what greets the customer came out of its QR. Return what is left to pay after a reward."""
    kiosk, member = stage.kiosk, stage.shelf.member(MEMBER)
    kiosk.tap("pay")
    camera = stage.world.cameras[KIOSK]
    with stage.step("kiosk-card-question", kiosk, "en") as seen:
        seen.says("Do you have our card?")
        seen.says("Go on without a card")
    with stage.step("kiosk-member-by-camera", kiosk, "en") as seen:
        camera.hold_out(stage.world.cards / f"{member['code']}.png")
        seen.reads(f"This purchase brings you {seen.words.tr_n('{n} point', '{n} points', total // 100)}")
        seen.says("Your advantages")
        seen.says("Touch to take it.")
        seen.reads("to Gold")
    camera.take_away()
    total = steps_kiosk_loyalty.take_reward(stage, total)
    kiosk.tap("go_on")
    with stage.step("kiosk-review", kiosk, "en") as seen:
        seen.says("Is everything right?")
        seen.says("Pay {amount} by card", amount=seen.words.money(total))
    return total


def _pay(stage: Stage, total: int) -> None:
    kiosk, card = stage.kiosk, stage.world.card
    card.script("declined")
    kiosk.tap("confirm")
    with stage.step("kiosk-paying", kiosk, "en") as seen:
        seen.says("Hold or insert your card at the card terminal.")
        seen.reads(seen.words.money(total))
        seen.holds("the card terminal waits for a card", lambda: card.waits)
    card.hold_card()
    with stage.step("kiosk-declined", kiosk, "en") as seen:
        seen.says("Your card was declined.")
        seen.says("Try again")
    kiosk.tap("pay_again")
    _hold_card(stage)
    with stage.step("kiosk-receipt-choice", kiosk, "en") as seen:
        seen.says("You have paid {amount}.", amount=seen.words.money(total))
        seen.says("Yes, print it")
    printed = len(stage.papers)
    kiosk.tap("paper")
    with stage.step("kiosk-thanks", kiosk, "en") as seen:
        seen.says("Thank you, and see you soon!")
        seen.reads("K1-", seen.words.money(total))
        job = stage.wait_for_paper(printed + 1)
        seen.prints(job, seen.words.money(total))
    stage.sold.kiosk.append(total)
    kiosk.tap("leave")


def _hold_card(stage: Stage) -> None:
    card = stage.world.card
    until(lambda: card.waits, "the card terminal waiting")
    card.hold_card()


def _walk_away(stage: Stage) -> None:
    """Somebody scans an article and goes: the kiosk asks, counts down, and gives the basket up."""
    kiosk = stage.kiosk
    left = stage.shelf.plain(2, "boissons")
    kiosk.scan(left.barcode)
    with stage.step("kiosk-still-there", kiosk) as seen:
        seen.reads(left.french)
        stage.silence.passed_s += ASK_AFTER_S
        seen.says("Are you still there?")
    stage.silence.passed_s += GIVE_UP_AFTER_S
    with stage.step("kiosk-welcome-again", kiosk) as seen:
        seen.says("Hello!")
        kiosk.tap("help")
        seen.says("Staff: close this kiosk")
    kiosk.tap("help_back")


def close(stage: Stage) -> None:
    """Staff end the kiosk's day."""
    kiosk = stage.kiosk
    kiosk.come_to()
    kiosk.tap("help")
    kiosk.tap("close_kiosk")
    kiosk.tap_item(ATTENDANT)
    kiosk.pad(stage.shelf.pins[ATTENDANT])
    kiosk.tap("attendant_confirm")


def _total(goods: list[Goods]) -> int:
    return sum(item.price_minor for item in goods) - goods[0].off_minor
