"""The tour's new machine: the first start asks six questions, and a bare computer is a till of the shop."""

from kiosk.cli.setting_up import ThisMachine
from kiosk.demo.tour_hands import Hands
from kiosk.demo.tour_stage import Stage
from kiosk.demo.world_ledger import printed_by
from kiosk.devices.camera_decode import decode_image
from kiosk.screens.setup.window import FirstStartWindow
from kiosk.touch.theme import make_theme
from sync.base.words import Words

REGISTER = "02"
_FOLDER = "till-02"
_SIZE_PX = (1280, 800)


def exchange(stage: Stage) -> None:
    """Switch the new till on for a moment: a till that was not heard of for minutes proves nothing of its day, used or not."""
    printed_by("sync", "now", "--profile", str(stage.world.folder / _FOLDER))


def play(stage: Stage) -> None:
    """Join by the invitation that the ledger draws, print a page, scan, compare the clock."""
    invitation = _invitation(stage)
    window = FirstStartWindow(ThisMachine(stage.world.folder / _FOLDER), Words("fr"), make_theme())
    window.resize(*_SIZE_PX)
    machine = Hands(window)
    try:
        machine.come_to()
        _join(stage, machine, invitation)
        _print(stage, machine)
        _check(stage, machine)
    finally:
        window.close()


def _invitation(stage: Stage) -> str:
    """Read the code as a scanner does: from the picture that the ledger drew."""
    picture = stage.world.folder / "invitation.png"
    stage.world.ledger.ask("enrol", REGISTER, "--url", stage.world.ledger.url, "--qr", str(picture))
    return next(code.text for code in decode_image(picture))


def _join(stage: Stage, machine: Hands, invitation: str) -> None:
    with stage.step("first-start-welcome", machine) as seen:
        seen.says("Welcome to Comptoir")
        seen.says("A few questions, and this till can sell. All but one can wait.")
    machine.tap("language_en")
    machine.tap("theme_dark")
    machine.tap("next")
    with stage.step("first-start-join", machine, "en") as seen:
        seen.says("Join the shop")
        seen.holds("nothing goes on before it has joined", not _can_go_on(machine))
    with stage.step("first-start-joined", machine, "en") as seen:
        machine.scan(invitation)
        seen.says("This is till {register} of {store}.", register=REGISTER, store=stage.shelf.name)


def _print(stage: Stage, machine: Hands) -> None:
    machine.tap("next")
    printed = len(stage.papers)
    with stage.step("first-start-printer", machine, "en") as seen:
        seen.says("Choose the printer and let it print a page. It may also come later.")
        machine.type(stage.world.printer_address)
        machine.tap("print_test")
        seen.says("The page was printed and the printer is ready.")
    with stage.step("paper-test-page", machine, "en") as seen:
        job = stage.wait_for_paper(printed + 1)
        seen.paper(job)
        seen.prints(job, REGISTER)
        seen.holds("every command was understood by the printer", not job.paper.unknown)
    machine.tap("next")


def _check(stage: Stage, machine: Hands) -> None:
    goods = stage.shelf.plain(0, "cremerie")
    with stage.step("first-start-scanner", machine, "en") as seen:
        seen.says("Last code read")
        machine.scan(goods.barcode)
        seen.reads(goods.barcode)
    machine.tap("next")
    with stage.step("first-start-clock", machine, "en") as seen:
        seen.says("Agrees with the ledger's time")
    machine.tap("next")
    with stage.step("first-start-ready", machine, "en") as seen:
        seen.says("Ready")
        seen.reads(REGISTER, stage.shelf.name, stage.world.printer_address)
        seen.says("Open the till")
        terminals = stage.ledger("status")["stores"][0]["terminals"]
        seen.holds("the ledger knows the new till", any(each["register"] == REGISTER for each in terminals))
    machine.tap("next")


def _can_go_on(machine: Hands) -> bool:
    return machine.ready("next")
