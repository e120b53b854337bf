"""Reads that a receipt or a right of an earlier epoch must still answer: the open file first, then the closed ones, newest first."""

from kiosk.store.source import Source
from kiosk.store.till.closed import ClosedFile, ClosedFiles
from kiosk.store.till.reads import Found, Reads, RightUsed
from sync.database.faults import DatabaseError
from sync.protocol.errors import EnvironmentFault
from sync.protocol.facts import Sale, SoldLine


class AcrossFiles(Reads):
    """The open file with those before it. What a damaged file did was carried along at once; only its receipts are looked up."""

    def __init__(self, source: Source, closed: ClosedFiles) -> None:
        super().__init__(source)
        self.closed = closed

    def found_sale(self, number: str) -> Found | None:
        """Return the sale of a receipt number with its entry, whichever file of this profile holds it."""
        own = super().found_sale(number)
        if own is not None:
            return own
        return next((found for file in self.closed.readable() if (found := _sale_in(file, number)) is not None), None)

    def sale(self, number: str) -> tuple[int, Sale] | None:
        """Return the sale of a receipt number with its sequence number, 0 for one of an earlier epoch; see `found_sale`."""
        found = self.found_sale(number)
        if found is None:
            return None
        own = self.entry(found.entry.seq)
        return (found.entry.seq if own == found.entry else 0, found.sale)

    def returned(self, number: str) -> list[SoldLine]:
        """Return all lines that gave back something of receipt `number`, in whichever epoch, oldest first."""
        earlier = [line for reads in reversed(self._earlier()) for line in reads.returned(number)]
        return [*earlier, *super().returned(number)]

    def refunds(self, number: str) -> list[Sale]:
        """Return the sales that gave back something of receipt `number`, in whichever epoch."""
        return [*(sale for reads in reversed(self._earlier()) for sale in reads.refunds(number)), *super().refunds(number)]

    def right_used(self, id: str) -> RightUsed | None:
        """Return where and when a right was used, unless a later entry made it good again; `seq` 0 or less is an earlier file's."""
        used = super().right_used(id)
        if used is not None or self.right_restored(id):
            return used
        for reads in self._earlier():
            found = reads.right_used(id)
            if found is not None:
                return found._replace(seq=0)
            if reads.right_restored(id):
                return None
        return None

    def right_issued(self, id: str) -> str | None:
        """Return the receipt on which a right was issued here."""
        own = super().right_issued(id)
        return own or next((found for reads in self._earlier() if (found := reads.right_issued(id))), None)

    def purchases_of(self, member: str, limit: int) -> list[str]:
        """Return the receipt numbers of a member's last purchases here, in whichever epoch, newest first."""
        own = super().purchases_of(member, limit)
        earlier = (number for reads in self._earlier() for number in reads.purchases_of(member, limit)) if len(own) < limit else ()
        return [*own, *earlier][:limit]

    def bodies_with(self, word: bytes) -> list[bytes]:
        """Return the bodies of the entries that hold a word, in whichever epoch, oldest first."""
        return [*(body for reads in reversed(self._earlier()) for body in reads.bodies_with(word)), *super().bodies_with(word)]

    def copies(self, number: str, kind: str = "duplicate") -> int:
        """Return the number of the last copy printed of a receipt, 0 before the first."""
        return max(super().copies(number, kind), *(reads.copies(number, kind) for reads in self._earlier()), 0)

    def invoice_of(self, receipt: str) -> str | None:
        """Return the number of the invoice that was made of a receipt."""
        own = super().invoice_of(receipt)
        return own or next((found for reads in self._earlier() if (found := reads.invoice_of(receipt))), None)

    def _earlier(self) -> list[Reads]:
        return [Reads(file) for file in self.closed.whole()]


def _sale_in(file: ClosedFile, number: str) -> Found | None:
    """Return a sale of a file that may be damaged: what cannot be read is not known."""
    try:
        return Reads(file).found_sale(number)
    except (EnvironmentFault, DatabaseError, ValueError):
        return None
