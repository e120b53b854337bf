"""Renders the cashier's screens: `python -m tests.screens.shots FOLDER [PART OF A NAME]`. The pictures are looked at, not committed."""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.screens.cashier.window import CashierWindow
from kiosk.touch.theme import make_theme
from kiosk.touch.tokens import ThemeName
from kiosk.viewmodels.cashier_model import Page
from sync.base.words import Words
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS, error
from tests.screens.in_front import bring_up
from tests.screens.scene import Scene, after_sales, closed, count, open_till, pay, sell, selling
from tests.screens.scenes_acts import ACT_SCENES, act
from tests.screens.scenes_loyalty import LOYALTY_SCENES
from tests.screens.turns import settle

SIZES = ((1280, 800), (1024, 768), (1920, 1080))
LANGUAGES = ("fr", "en")
NOW = datetime.fromisoformat("2026-11-21T14:03:00+01:00")


def full_basket(window: CashierWindow, till: CompleteTill) -> None:
    for _ in range(4):
        sell(window, till)


def search(text: str) -> Callable[[CashierWindow, CompleteTill], None]:
    def play(window: CashierWindow, till: CompleteTill) -> None:
        sell(window, till)
        selling(window).side.field.line.setText(text)
        window.model.search._look()

    return play


def department(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till)
    window.model.search.open_department("fromages")


def refused(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till)
    window.scan("4006381333930")


def age(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till)
    window.scan(GOODS[5].sku)


def weight(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till)
    selling(window).side.catalogue.take(GOODS[1])
    settle()
    selling(window).weight.entry.set_text("0,41")


def approval(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till)
    till.refuse_next = error("approval_needed", role="manager")
    window.model.basket.void()


def done(window: CashierWindow, till: CompleteTill) -> None:
    pay(cash=3000)(window, till)
    settle()
    window.model.payment.finish()


def figures(window: CashierWindow, till: CompleteTill) -> None:
    window.model.day.ask_figures()


def nothing(window: CashierWindow, till: CompleteTill) -> None:
    pass


def logged_out(till: CompleteTill) -> None:
    till.staff, till.day = "", ""


SCENES = (
    Scene("login", logged_out, nothing),
    Scene("lock", open_till, lambda window, till: window.model.session.lock()),
    Scene("open_day", lambda till: till.begin_with(day=""), nothing),
    Scene("empty", open_till, nothing),
    Scene("selling", open_till, sell),
    Scene("selling_no_member", open_till, lambda window, till: sell(window, till, member=False)),
    Scene("selling_long", open_till, full_basket),
    Scene("search", open_till, search("bo")),
    Scene("search_member", open_till, search("cla")),
    Scene("search_nothing", open_till, search("zzz")),
    Scene("department", open_till, department),
    Scene("refused", open_till, refused),
    Scene("age", open_till, age),
    Scene("quantity", open_till, act("quantity")),
    Scene("cancel", open_till, act("cancel")),
    Scene("weight", open_till, weight),
    Scene("approval", open_till, approval),
    Scene("pay", open_till, pay()),
    Scene("pay_change", open_till, pay(cash=3000)),
    Scene("pay_card", open_till, pay(card=True)),
    Scene("done", open_till, done),
    Scene("menu", open_till, lambda window, till: window.model.go(Page.DAY)),
    Scene("figures", after_sales, figures),
    Scene("count", after_sales, count),
    Scene("closed", after_sales, closed),
    *ACT_SCENES,
    *LOYALTY_SCENES,
)


def window_for(scene: Scene, language: str, theme: ThemeName, size: tuple[int, int]) -> tuple[CashierWindow, CompleteTill]:
    """Return the window as the scene leaves it. What lies on the way there need not be painted: that is a good part of the work."""
    till = CompleteTill()
    scene.prepare(till)
    window = CashierWindow(till, Words(language), make_theme(theme, motion=False), now=lambda: NOW)
    window.setUpdatesEnabled(False)
    bring_up(window, size)
    settle()
    scene.play(window, till)
    settle()
    window.setUpdatesEnabled(True)
    settle()
    return window, till


def shots(folder: Path, part: str = "") -> Iterator[Path]:
    """Render every scene at both sizes, in both languages and all themes; those whose name holds `part`."""
    for scene in SCENES:
        for size in SIZES:
            for language in LANGUAGES:
                for theme in ThemeName:
                    name = f"{scene.name}-{size[0]}-{language}-{theme}"
                    if part in name:
                        window, _ = window_for(scene, language, theme, size)
                        path = folder / f"{name}.png"
                        window.grab().save(str(path))
                        window.close()
                        window.deleteLater()
                        settle()
                        yield path


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for path in shots(folder, sys.argv[2] if len(sys.argv) > 2 else ""):
        print(path)
    application.quit()


if __name__ == "__main__":
    main()
