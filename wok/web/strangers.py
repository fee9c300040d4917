"""Public pages say the same to every stranger, so that one is made for all who come within a minute (SPEED.md).

A stranger is nobody signed in, whose browser brings nothing but its language, text size and colours: nothing typed,
nothing booked, nothing to be told. The tokens of each one's own leave gaps in what is kept.
"""

import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import current_app, g, request, session
from flask_wtf.csrf import generate_csrf

from wok import clock
from wok.web import language, reading
from wok.web.unchanged import GAP, is_kept, kept_for_minute

COOKIES = {language.COOKIE, reading.SIZE_COOKIE, reading.COLOUR_COOKIE}
OWN = re.compile(f"{GAP}own([0-9]+){GAP}")  # where a token of the reader's own stood, and which


def once_token() -> str:
    """A token for a form that counts once; a page that is kept for others gets another in its place."""
    token = secrets.token_urlsafe(24)
    g.setdefault("once_tokens", []).append(token)
    return token


def same_for_strangers(view: Callable[..., Any]) -> Callable[..., Any]:
    """For a public page that strangers may share: what it says depends on its address and the database alone."""

    @wraps(view)
    def shared(*args: Any, **named: Any) -> Any:
        if not is_kept() or request.query_string or not is_stranger():
            return view(*args, **named)
        key = ("for strangers", g.lang, request.path, reading.reading_classes())
        page = kept_for_minute(key, lambda: _with_gaps(view(*args, **named)), now=clock.now())
        return view(*args, **named) if page is None else _filled(page)

    return shared


def is_stranger() -> bool:
    """Whether this request is nobody's in particular."""
    ours = {*COOKIES, current_app.config["SESSION_COOKIE_NAME"]}
    return g.reader is None and not set(session) - {"csrf_token"} and not set(request.cookies) - ours


def _with_gaps(answer: Any) -> str | None:
    """The page as others may have it; None for what is no plain page."""
    page, status = answer if isinstance(answer, tuple) and len(answer) == 2 else (answer, 200)
    if not isinstance(page, str) or status != 200:
        return None
    for number, token in enumerate(g.get("once_tokens", ())):
        page = page.replace(token, f"{GAP}own{number}{GAP}")
    return page.replace(generate_csrf(), f"{GAP}token{GAP}")


def _filled(page: str) -> str:
    own: dict[str, str] = {}
    filled = (
        OWN.sub(lambda gap: own.setdefault(gap[1], secrets.token_urlsafe(24)), page) if f"{GAP}own" in page else page
    )
    return filled.replace(f"{GAP}token{GAP}", generate_csrf())
