"""`comptoir receipt`: a stored sale's paper as text, as the picture its bytes make, or as the printer's bytes."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from kiosk.cli.calm import hand_out
from sync.rules.receipt.elements import DrawerKick, Element

if TYPE_CHECKING:
    from kiosk.devices.printer.driver import PrinterModel

Form = Literal["text", "png", "escpos"]


def receipt(
    sale: Annotated[str, Parameter(help="The receipt's number, such as 02-A-000017.")],
    /,
    *,
    to: Annotated[Form, Parameter(help="What to write: text, a picture, or the printer's bytes.")] = "text",
    gift: Annotated[bool, Parameter(help="The receipt without prices, for who is given the goods.")] = False,
    out: Annotated[Path | None, Parameter(help="The file to write; standard output without one.")] = None,
    profile: Annotated[Path, Parameter(help="An enrolled terminal's folder.")],
) -> None:
    """Show the receipt of a sale. Example: comptoir receipt 02-A-000017 --to png --out receipt.png --profile ./till1"""
    from kiosk.bootstrap import open_terminal, printer_model
    from kiosk.services.papers import any_paper, gift_paper

    running = open_terminal(profile)
    try:
        made = (gift_paper if gift else any_paper)(running.till.terminal, sale)
        data = render(made, to, printer_model(running.settings))
    finally:
        running.close_files()
    hand_out(data, out)


def render(elements: Sequence[Element], to: Form, model: "PrinterModel | None" = None) -> bytes:
    """Return the paper in one of its forms; the picture is interpreted from the printer's bytes. To look at a paper opens no drawer."""
    from kiosk.devices.printer.driver import PAPER_80_MM, EscPosDriver
    from sync.base.resources import read_bytes
    from sync.rules.receipt import render_text

    shown = [element for element in elements if not isinstance(element, DrawerKick)]
    model = model or PAPER_80_MM
    if to == "text":
        return render_text(shown, model.columns).encode()
    data = EscPosDriver(model, read_bytes("images", "logo.png")).encode(shown)
    if to == "escpos":
        return data
    from kiosk.devices.printer.interpreter import interpret

    return interpret(data, model.width_dots).png()
