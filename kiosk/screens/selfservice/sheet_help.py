"""Help, in reach everywhere: what to do on this screen, an attendant, or giving up."""

from PySide6.QtWidgets import QWidget

from kiosk.screens.selfservice.kit import Kit, row
from kiosk.screens.selfservice.sheet import PageSheet
from kiosk.screens.shared.phrases import sync_words
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import IconView
from sync.base.marking import tr

_HELP = {
    "welcome": tr("Touch “Start” or scan your first article. You may change the language at the top."),
    "scan": tr("Turn the article until the scanner sees its barcode. Fruit or bread without one is under “No barcode”."),
    "goods": tr("Choose a department, then touch what you took. What is sold by weight is put on the scale."),
    "mode": tr("Some of your articles are taxed otherwise when you eat them here. Touch the one that is true."),
    "member": tr("Hold your card's QR code in front of the camera. Without a card you simply go on."),
    "review": tr("Look at your articles once more. A gift card may be scanned now; paper vouchers are taken at the tills."),
    "pay": tr("Hold or insert your bank card at the card terminal and follow what it shows."),
    "receipt": tr("Your purchase is paid. Choose whether you want it printed."),
    "thanks": tr("Your purchase is paid. Take your articles; everything is done."),
    "closed": tr("This kiosk does not serve now. Please go to one of the tills."),
    "locked": tr("This kiosk has stopped. Please ask at one of the tills."),
}


class HelpSheet(PageSheet):
    """One sentence for where the customer is, and the ways out."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit.theme, covers)
        self._kit = kit
        self.call = kit.button("call_attendant", "primary", height=kit.primary_px, role="title")
        self.cancel = self._button("cancel_purchase", kit.tr("Cancel my purchase"), "danger")
        self.staff = self._button("close_kiosk", kit.tr("Staff: close this kiosk"))
        self.back = self._button("help_back", kit.tr("Back"))
        self.call.clicked.connect(self._call)
        self.cancel.clicked.connect(self._cancel)
        self.staff.clicked.connect(self._close_kiosk)
        self.back.clicked.connect(self.close_sheet)
        self.box.insertStretch(0, 1)
        self.box.insertWidget(1, IconView(kit.theme, "attendant", 160 if kit.portrait else 120, "accent"), 0, CENTRE)
        self.title.setAlignment(CENTRE)
        self.sentence.setAlignment(CENTRE)
        self.box.addStretch(1)
        self.network = Label(kit.theme, role="small", tone="ink2", align=CENTRE)
        self.box.addWidget(self.network)
        self.box.addWidget(self.call)
        self.box.addLayout(row(self.cancel, self.staff, self.back))

    def open_here(self) -> None:
        """Open with the words of the screen the customer is on."""
        model, tr_ = self._kit.model, self._kit.tr
        self.say(tr_("Can we help you?"), tr_(_HELP[model.screen.name]))
        self.call.show_text(tr_("I no longer need help") if model.help_called else tr_("Call an attendant"))
        self.cancel.setVisible(model.may_cancel)
        at_rest = model.screen.name == "welcome"
        self.staff.setVisible(at_rest)
        self.network.show_text(sync_words(self._kit.words, model.ticket.sync, None)[0] if at_rest else "")
        self.network.setVisible(bool(self.network.text()))
        self.open()

    def _button(self, name: str, words: str, kind: str = "plain") -> KeyButton:
        button = self._kit.button(name, kind)
        button.show_text(words)
        return button

    def _call(self) -> None:
        model = self._kit.model
        if model.help_called:
            model.end_help()
        else:
            model.call_help()
        self.close_sheet()

    def _cancel(self) -> None:
        self.close_sheet()
        self._kit.model.cancel()

    def _close_kiosk(self) -> None:
        self.close_sheet()
        self._kit.model.attendant.ask_for("close")
