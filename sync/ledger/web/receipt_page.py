"""A digital receipt as a page: nothing but text and one style sheet, kept by no cache, shown to whoever holds its signed code."""

import base64
import hashlib
import re

from litestar import Response

from sync.base.words import LANGUAGES, Words
from sync.ledger.paper import Missing, Shown
from sync.protocol.text import in_language
from sync.rules.receipt import Line, render_html

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_NO_PAPER = {"unknown": 404, "not_yet": 202}


def page_of(found: Shown | Missing, accepted: str) -> Response[bytes]:
    """Return the page and its status; `accepted` is the browser's Accept-Language, for a page that has no receipt to follow."""
    if isinstance(found, Missing):
        words = Words(_language(accepted))
        heading, text = _sentences(found, words)
        paper = [Line(heading, "center", bold=True), Line(text, "center")]
        return _response(render_html(paper, language=words.language, title=heading), _NO_PAPER[found.cause])
    title = f"{in_language(found.shop.name, found.words.language)} · {found.number}"
    return _response(render_html(found.elements, language=found.words.language, title=title), 200)


def _sentences(found: Missing, words: Words) -> tuple[str, str]:
    if found.cause == "unknown":
        return words.tr("No receipt here"), words.tr("This address names no receipt. Scan the code on the screen or the paper again.")
    name = in_language(found.shop.name, words.language) if found.shop else ""
    return words.tr("Not here yet"), words.tr("{shop} has not sent this receipt yet. Come back in a few minutes.", shop=name)


def _language(accepted: str) -> str:
    """Return the first of our languages that the browser names; their weights are in that order in practice."""
    named = (part.partition(";")[0].strip()[:2].lower() for part in accepted[:200].split(","))
    return next((language for language in named if language in LANGUAGES), LANGUAGES[0])


def _response(page: str, status: int) -> Response[bytes]:
    return Response(page.encode(), status_code=status, media_type="text/html", headers=_headers(page))


def _headers(page: str) -> dict[str, str]:
    """Forbid everything the page does not have: its own sheet, by its hash, is all it needs."""
    sheets = " ".join(f"'sha256-{_hash(sheet)}'" for sheet in _STYLE.findall(page)) or "'none'"
    policy = f"default-src 'none'; style-src {sheets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return {
        "content-security-policy": policy,
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex, nofollow",
    }


def _hash(sheet: str) -> str:
    return base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
