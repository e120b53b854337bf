"""Planted bugs: loaded into the shipped commands through PYTHONPATH, armed by COMPTOIR_PLANT. Each must turn its run red."""

import os


def early_answer() -> None:
    """The till answers before its commit is durable: every transaction stays open until the next one begins."""
    from kiosk.store.session import Session

    def write(self, statements):  # type: ignore[no-untyped-def]
        connection = self.connection
        if connection.in_transaction:
            connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
        for sql, rows in statements:
            connection.executemany(sql, rows)

    Session.write = write  # type: ignore[method-assign]


def forgotten_postings() -> None:
    """The ledger acknowledges entries and interprets only every other batch."""
    from sync.ledger import apply

    real, calls = apply.apply, []

    def sometimes(connection, store, items, at):  # type: ignore[no-untyped-def]
        calls.append(1)
        if len(calls) % 2:
            real(connection, store, items, at)

    apply.apply = sometimes


def forgotten_paper() -> None:
    """The print queue forgets a paper before the printer has taken it."""
    from kiosk.services.print_queue import StoredQueue

    def mark(self, id, job, *, started):  # type: ignore[no-untyped-def]
        self.finished(id, "ready")
        return True

    StoredQueue.mark = mark  # type: ignore[method-assign]


def coupon_again() -> None:
    """A till that does not look whether a coupon was used."""
    from kiosk.store.till import TillStore

    TillStore.right_used = lambda self, id: None  # type: ignore[method-assign]


PLANTS = {plant.__name__: plant for plant in (early_answer, forgotten_postings, forgotten_paper, coupon_again)}

if os.environ.get("COMPTOIR_PLANT"):
    PLANTS[os.environ["COMPTOIR_PLANT"]]()
