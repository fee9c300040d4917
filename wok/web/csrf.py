"""Other sites can do nothing (PROMISES S7), and nothing typed is lost when a token has aged (B6).

A POST without a good token is not refused at the door: the view runs, its form fails with a sentence
and keeps what was typed, and no write can begin, since `transaction()` asks for the proof.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import abort, g, has_request_context, request
from flask_wtf.csrf import CSRFError

from wok.extensions import csrf
from wok.web.noted import note

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class CsrfMissing(Exception):
    """A write was asked for by a request that did not prove to come from our own page."""


def check_origin_and_token() -> None:
    """Before each request: refuse other sites outright, remember a missing or wrong token."""
    g.csrf_failed = False
    if request.method in SAFE:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)
    try:
        csrf.protect()
    except CSRFError:
        g.csrf_failed = True
        note("no_proof")


def require_proof() -> None:
    """Raise CsrfMissing inside a request whose token was missing or wrong; do nothing elsewhere."""
    if has_request_context() and g.get("csrf_failed"):
        raise CsrfMissing


@contextmanager
def without_proof() -> Iterator[None]:
    """For a write that changes nothing of anybody's: what was typed is kept for whoever typed it."""
    before = g.get("csrf_failed", False)
    g.csrf_failed = False
    try:
        yield
    finally:
        g.csrf_failed = before
