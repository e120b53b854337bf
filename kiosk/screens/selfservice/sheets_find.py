"""Being found without the card's code at hand: which of three things one knows, and keying it. A kiosk shows nothing of what it finds."""

from PySide6.QtWidgets import QWidget

from kiosk.screens.selfservice.kit import Kit
from kiosk.screens.selfservice.sentences import refusal
from kiosk.screens.selfservice.sheet import PageSheet
from kiosk.screens.selfservice.sheet_digits import DigitSheet
from kiosk.screens.selfservice.sheet_letters import LetterSheet
from kiosk.touch.keys import KeyButton
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import IconView
from kiosk.viewmodels.selfservice_keyed import KeyedModel, What


class FindSheet(PageSheet):
    """The choice of what is keyed next."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit.theme, covers, kit.tr("What do you have at hand?"), kit.tr("Nothing of it is shown or kept on this kiosk."))
        self._finding = kit.model.loyalty.finding
        self.title.setAlignment(CENTRE)
        self.sentence.setAlignment(CENTRE)
        self.box.insertStretch(0, 1)
        if not kit.compact:
            self.box.insertWidget(1, IconView(kit.theme, "search", 160 if kit.portrait else 96, "member"), 0, CENTRE)
        self.box.addSpacing(kit.gap)
        self._way(kit, "number", kit.tr("My card's number"), "card")
        self._way(kit, "phone", kit.tr("My phone number"), "phone")
        self._way(kit, "email", kit.tr("My e-mail address"), "mail")
        self.box.addStretch(1)
        away = kit.button("find_away")
        away.show_text(kit.tr("Back"))
        away.clicked.connect(self._finding.leave)
        self.box.addWidget(away)
        self._finding.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Open while it is being chosen."""
        if self._finding.what != "choose":
            self.close_sheet()
        elif self.isHidden():
            self.open()

    def _way(self, kit: Kit, what: What, words: str, icon: str) -> None:
        key: KeyButton = kit.button(f"find_{what}", height=0 if kit.compact else 120, icon=icon)
        key.show_text(words)
        key.clicked.connect(lambda: self._finding.ask(what))
        self.box.addWidget(key)


def _not_found(kit: Kit, model: KeyedModel) -> str:
    """Say what the till said of the last text; that nobody was found, in words for what was keyed."""
    error = model.error
    if error is None:
        return ""
    if error.code != "unknown_member":
        return refusal(kit, error.code, error.params)
    said = {
        "number": kit.tr("No card has this number. Check it, or go back and join for free."),
        "phone": kit.tr("Nobody joined with this phone number. Check it, or go back and join for free."),
        "email": kit.tr("Nobody joined with this e-mail address. Check it, or go back and join for free."),
    }
    return said[model.what]


class KeyedNumber(DigitSheet):
    """Follows the model: open while a number is asked for, away when the member was found."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit, covers, "keyed_number")
        self._kit, self._model = kit, kit.model.loyalty.finding
        self.follow(self._model.enter, lambda: self._model.ask("choose"))
        self._model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Open, close, and say what the till said."""
        model, tr = self._model, self._kit.tr
        if model.what not in ("number", "phone"):
            self.close_sheet()
            return
        self.hold(busy=model.busy)
        self.fail(_not_found(self._kit, model))
        if model.what == "phone":
            self.ask(tr("Your phone number"), tr("As you gave it when you joined."), tr("Phone number"))
        else:
            self.ask(tr("Your card's number"), tr("It stands under the name on the card."), tr("Card number"))


class KeyedWords(LetterSheet):
    """Follows two questions: the e-mail address by which a member is found, and a code or coupon."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit, covers, "keyed_words")
        self._loyalty = kit.model.loyalty
        self.follow(lambda text: self._asking.enter(text), self._back)
        for model in (self._loyalty.finding, self._loyalty.code):
            model.changed.connect(self.refresh)
        self.refresh()

    def _back(self) -> None:
        if self._loyalty.code.what:
            self._loyalty.code.leave()
        else:
            self._loyalty.finding.ask("choose")

    @property
    def _asking(self) -> KeyedModel:
        return self._loyalty.code if self._loyalty.code.what else self._loyalty.finding

    def refresh(self) -> None:
        """Open, close, and say what the till said."""
        model, tr = self._asking, self._kit.tr
        if model.what not in ("email", "code"):
            self.close_sheet()
            return
        self.hold(busy=model.busy)
        self.fail(_not_found(self._kit, model))
        if model.what == "email":
            self.ask(tr("Your e-mail address"), tr("As you gave it when you joined."), tr("E-mail address"), email=True)
        else:
            self.ask(tr("Your code"), tr("A printed coupon is quicker: hold it in front of the scanner."), tr("Code"), email=False)
