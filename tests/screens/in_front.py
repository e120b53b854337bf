"""A cashier's window as a person has it: in front of everything, and asking its till where it stands."""

from kiosk.screens.cashier.window import CashierWindow

USUAL = (1280, 800)


def bring_up(window: CashierWindow, size: tuple[int, int] = USUAL) -> None:
    """Show the window, give it the keyboard and start it."""
    window.resize(*size)
    window.show()
    window.windowHandle().requestActivate()
    window.start()
