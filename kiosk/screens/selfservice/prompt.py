"""The violet card about the member: an icon, what it is about, and a sentence; where it is touched, there is more."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.screens.selfservice.kit import Kit
from kiosk.screens.selfservice.loyalty_words import tier_left, tier_permille, to_earn, units
from kiosk.screens.selfservice.sentences import greeting
from kiosk.touch.card import Card
from kiosk.touch.labels import Label
from kiosk.touch.status import IconView, ProgressBar
from kiosk.touch.theme import STRONG
from kiosk.viewmodels.member_balances import POINTS

_BAR_PX = 10


class Prompt(Card):
    """Two lines in the member's colour, of one height whatever they say, and a bar where something grows. With `opens` it is a key."""

    def __init__(self, kit: Kit, *, opens: bool = False) -> None:
        margins, spacing = ((20, 12, 16, 12), 8) if kit.compact else ((32, 16, 24, 16), 24)
        super().__init__(kit.theme, "member", margins=margins, spacing=spacing, across=True)
        self.head = Label(kit.theme, role="small", tone="ink", weight=STRONG, wrap=True)
        self.sentence = Label(kit.theme, role="small", tone="ink2", wrap=True)
        self.bar = ProgressBar(kit.theme, "member", _BAR_PX, "card")
        self.bar.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.head)
        words.addWidget(self.sentence)
        words.addSpacing(4)
        words.addWidget(self.bar)
        words.addStretch(1)
        if not kit.compact:
            self.box.addWidget(IconView(kit.theme, "qr", 64, "member"))
        self.box.addLayout(words, 1)
        if opens:
            self.box.addWidget(IconView(kit.theme, "forward", 40 if kit.portrait else 28, "member"))
        lines = 3 if kit.portrait else 4
        self.setFixedHeight(max(kit.theme.target, lines * kit.theme.metrics("small").height() + (40 if kit.compact else 56)))

    def show_words(self, head: str, sentence: str, permille: int | None = None) -> None:
        """Set both lines, and how far the bar has come; None for no bar."""
        self.head.show_text(head)
        self.sentence.show_text(sentence)
        self.bar.setVisible(permille is not None)
        self.bar.show_progress(permille or 0)


def show_member(kit: Kit, prompt: Prompt) -> None:
    """Greet the member, say what the ticket brings, and how far the next tier is; who was only named is told how to spend."""
    if kit.model.ticket.is_unproven:
        prompt.show_words(greeting(kit), to_earn(kit))
        return
    tier = kit.model.loyalty.wallet.tier
    left = tier_left(kit, tier) if tier is not None else ""
    coming = to_earn(kit) or _worth(kit)
    sentence = f"{coming} {left}.".strip() if left else coming
    permille = tier_permille(tier) if tier is not None and left else None
    if kit.compact:
        # The narrow card has no room for a greeting, and the bar says how far it is.
        prompt.show_words(units(kit, POINTS, kit.model.loyalty.wallet.points), coming, permille)
    else:
        prompt.show_words(greeting(kit), sentence, permille)


def _worth(kit: Kit) -> str:
    """Until a ticket brings something, it is of use to know what there is already."""
    row = next((each for each in kit.model.loyalty.wallet.balances if each.kind == POINTS and each.worth_minor > 0), None)
    return kit.tr("Your points are worth {amount}.", amount=kit.words.money(row.worth_minor)) if row is not None else ""
