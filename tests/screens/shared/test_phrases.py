"""States in words: what the header says of printer and ledger, and what is said after a stop."""

import pytest

from kiosk.screens.shared.phrases import key_name, message_words, printer_words, role_name, span, sync_words, tender_name
from kiosk.services.queries import PrinterView, SyncView
from kiosk.viewmodels.message_model import Message
from sync.base.words import Words

NBSP = "\N{NO-BREAK SPACE}"
FR = Words("fr")


@pytest.mark.parametrize(
    ("view", "minutes", "words", "tone"),
    [
        (None, None, "", "ink3"),
        (SyncView(configured=False, online=False, since="", unsent=0), None, "Caisse autonome", "ink3"),
        (SyncView(configured=True, online=True, since="x", unsent=0), None, "En ligne", "accent"),
        (SyncView(configured=True, online=True, since="x", unsent=1), None, "En ligne · 1 envoi en attente", "accent"),
        (
            SyncView(configured=True, online=False, since="x", unsent=34),
            12,
            f"Hors ligne depuis 12{NBSP}min · 34 envois en attente",
            "warn",
        ),
        (
            SyncView(configured=True, online=False, since="x", unsent=61, unsent_sales=34),
            12,
            f"Hors ligne depuis 12{NBSP}min · 34 ventes en attente",
            "warn",
        ),
        (SyncView(configured=True, online=False, since="", unsent=0), None, "Hors ligne", "warn"),
    ],
)
def test_the_ledger_in_words(view: SyncView | None, minutes: int | None, words: str, tone: str) -> None:
    assert sync_words(FR, view, minutes) == (words, tone)


@pytest.mark.parametrize(
    ("view", "words", "tone"),
    [
        (None, "", "ink3"),
        (PrinterView("ready", 1), "Imprimante prête", "accent"),
        (PrinterView("paper_out", 2), "Imprimante sans papier · 2 papiers en attente", "danger"),
        (PrinterView("off", 0), "Imprimante éteinte", "warn"),
        (PrinterView("unknown", 1), "Imprimante sans réponse · 1 papier en attente", "warn"),
        (PrinterView("a later state", 0), "Imprimante sans réponse", "warn"),
    ],
)
def test_the_printer_in_words(view: PrinterView | None, words: str, tone: str) -> None:
    assert printer_words(FR, view) == (words, tone)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, f"0{NBSP}min"), (59, f"59{NBSP}min"), (60, f"1{NBSP}h"), (1439, f"23{NBSP}h"), (1440, "1 jour"), (4320, "3 jours")],
)
def test_a_span_in_its_largest_unit(minutes: int, words: str) -> None:
    assert span(FR, minutes) == words


def test_names_and_codes_nobody_named() -> None:
    assert (tender_name(FR, "cash"), tender_name(FR, "seashells")) == ("Espèces", "seashells")
    assert (role_name(FR, "manager"), role_name(FR, "owner")) == ("responsable", "owner")
    assert (key_name(FR, "Enter"), key_name(FR, "F2")) == ("Entrée", "F2")


def test_what_came_back_after_a_stop() -> None:
    said = message_words(FR, Message("recovered", {"lines": 3, "papers": 0, "set_aside": "till.db.1"}))
    assert "3 lignes" in said and "mis de côté" in said and "imprimer" not in said


def test_an_error_speaks_by_its_code() -> None:
    assert message_words(FR, Message("basket_empty")) == FR.error("basket_empty")
