"""The offers in force: which bundle this terminal sells by, and one click to stop an offer, with who has heard of it and the worst case."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.screens.manager.offer_words import kind_words
from kiosk.screens.shared.look import Look
from kiosk.services.desk_views import OfferRow
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton, named_shortcut
from kiosk.touch.labels import Label
from kiosk.touch.lines import LineList, Note, Row, RowStyle
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.manager_offers import HASH_CHARS, OffersModel
from sync.protocol.loyalty_wire import StopAnswer

_ROWS = RowStyle(lead=0, middle=0, amount=150, pad=18)


class OffersPage(QWidget):
    """The list at the left; at the right what is known of the offer that is meant, and the key that stops it or lets it go on."""

    def __init__(self, look: Look, model: OffersModel) -> None:
        super().__init__()
        self._look, self._model = look, model
        words, theme = look.words, look.theme
        self.bundle = Label(theme, "", "body", "ink2", wrap=True)
        self.list = LineList(theme, _ROWS)
        self.list.setObjectName("offers")
        self.name = Label(theme, "", "title", "ink", BOLD, wrap=True)
        self.state = Label(theme, "", "body", "ink2", wrap=True)
        self.heard = Label(theme, "", "body", "ink2", wrap=True)
        self.worst = Label(theme, "", "body", "warn", BOLD, wrap=True)
        self.stop = KeyButton(theme, "", kind="danger", cap="F8", keys=("F8",), least=theme.px(72))
        self.stop.setObjectName("stop_offer")
        self._lay_out()
        self.list.tapped.connect(lambda index: model.choose(self.list.key_at(index)))
        self.stop.clicked.connect(model.stop_or_go_on)
        for keys, by, said in ((("Up",), -1, words.tr("The one before")), (("Down",), 1, words.tr("The next one"))):
            named_shortcut(self, keys, said, partial(self._step, by))
        model.changed.connect(self.refresh)

    def _lay_out(self) -> None:
        theme = self._look.theme
        rows = Card(theme, margins=(2, 8, 2, 8))
        rows.box.addWidget(self.list)
        meant = Card(theme, margins=(24, 20, 24, 20), spacing=12)
        for label in (self.name, self.state, self.heard, self.worst):
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            meant.box.addWidget(label)
        meant.box.addStretch(1)
        meant.box.addWidget(self.stop)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(rows, 3)
        both.addWidget(meant, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.bundle)
        box.addLayout(both, 1)

    def _step(self, by: int) -> None:
        names = [row.key for row in self.list.rows()]
        if names:
            at = names.index(self._model.chosen) + by if self._model.chosen in names else 0
            self._model.choose(names[max(0, min(len(names) - 1, at))])

    def refresh(self) -> None:
        """Show what the model holds now."""
        words, view = self._look.words, self._model.view
        if view is None:
            self.bundle.show_text(words.tr("Not known yet"))
            self._show_meant(None)
            return
        short = view.hash[:HASH_CHARS]
        rules = words.tr("Rules {hash}, version {version}", hash=short, version=words.number(view.version)) if view.version else ""
        self.bundle.show_text(rules or words.tr("Rules {hash}, of this machine alone", hash=short))
        self.list.show_rows([self._row(row) for row in view.offers], chosen=self._model.chosen, marked=self._model.chosen)
        self._show_meant(self._model.row())

    def _row(self, row: OfferRow) -> Row:
        words, stopped = self._look.words, self._model.is_stopped(row)
        note = Note(f"{kind_words(words, row.kind)} · {row.id}", "ink2")
        state, tone = (words.tr("stopped"), "warn") if stopped else (words.tr("in force"), "accent")
        return Row(row.id, self._look.text(row.name) or row.id, state, notes=(note,), tone=tone)

    def _show_meant(self, row: OfferRow | None) -> None:
        words, model = self._look.words, self._model
        self.stop.setVisible(row is not None)
        if row is None:
            self.name.show_text(words.tr("Choose an offer"))
            for label in (self.state, self.heard, self.worst):
                label.show_text("")
            return
        stopped = model.is_stopped(row)
        self.name.show_text(self._look.text(row.name) or row.id)
        self.state.show_text(self._state(row, stopped=stopped))
        self.heard.show_text(self._heard(model.heard) if stopped and model.heard is not None else "")
        self.worst.show_text(self._worst(model.heard) if stopped and model.heard is not None else "")
        self.stop.show_text(words.tr("Let it go on") if stopped else words.tr("Stop this offer"))
        self.stop.set_kind("primary" if stopped else "danger")
        self.stop.setEnabled(not model.asking)

    def _state(self, row: OfferRow, *, stopped: bool) -> str:
        words, fault = self._look.words, self._model.fault
        if fault:
            return words.error(fault)
        if stopped and row.stopped_at:
            return words.tr("Stopped on {time}.", time=words.date_time(row.stopped_at))
        return words.tr("Stopped.") if stopped else words.tr("In force at every terminal that has these rules.")

    def _heard(self, answer: StopAnswer) -> str:
        words = self._look.words
        told = words.tr("Confirmed by: {registers}.", registers=", ".join(answer.confirmed) or words.tr("nobody yet"))
        return f"{told} {words.tr('Not yet by: {registers}.', registers=', '.join(answer.open))}" if answer.open else told

    def _worst(self, answer: StopAnswer) -> str:
        words = self._look.words
        if not answer.open:
            return words.tr("Nothing more can be given away.")
        if answer.worst_minor is None:
            return words.tr("What they may still give away has no bound, until they hear of it.")
        return words.tr("At worst they still give away {amount}.", amount=words.money(answer.worst_minor))
