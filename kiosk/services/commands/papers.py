"""Papers asked for after a sale."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.services.commands.base import Request, Scanned, Text64


class Reprint(Request, frozen=True, kw_only=True, tag="reprint"):
    """A duplicate, or with `gift` a receipt without prices, for who is given the goods."""

    receipt: Scanned
    gift: bool = False


class SendReceipt(Request, frozen=True, kw_only=True, tag="send_receipt"):
    """Send a receipt to an e-mail address once the network allows; the address is kept until it is sent and nowhere else."""

    receipt: Scanned
    address: Annotated[str, Meta(min_length=3, max_length=254)]


class Buyer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whom an invoice is made out to; `address` may have several rows, `siren` is what France numbers a company by."""

    name: Annotated[str, Meta(min_length=1, max_length=120)]
    address: Annotated[str, Meta(min_length=1, max_length=300)]
    vat_number: Annotated[str, Meta(max_length=24)] = ""
    siren: Annotated[str, Meta(max_length=16)] = ""


class Invoice(Request, frozen=True, kw_only=True, tag="invoice"):
    receipt: Scanned
    buyer: Buyer


class TestPage(Request, frozen=True, kw_only=True, tag="test_page"):
    """Print a page that shows what this printer can do."""


class Reroute(Request, frozen=True, kw_only=True, tag="reroute"):
    """Send a paper that waits (`PaperRow.id`) to the other printer."""

    paper: Text64
    printer: Literal[1, 2]
