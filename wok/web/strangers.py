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

from wok import clock
from wok.web import language, reading
from wok.web.unchanged import filled, is_kept, kept_for_minute, with_gaps

LOOKS = (reading.SIZE_COOKIE, reading.COLOUR_COOKIE)
FORM_GAP = "\x01"  # on both sides of the number of a form's own token; clean() lets neither it nor NUL into a text
FORM_GAPS = re.compile(f"{FORM_GAP}([0-9]+){FORM_GAP}")


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
        page = kept_for_minute(key, lambda: _for_others(view(*args, **named)), now=clock.now())
        return view(*args, **named) if page is None else _with_own_tokens(page)

    return shared


def is_stranger() -> bool:
    """Whether this request is nobody's in particular."""
    ours = {language.COOKIE, *map(reading.cookie_name, LOOKS), current_app.config["SESSION_COOKIE_NAME"]}
    return g.reader is None and not set(session) - {"csrf_token"} and not set(request.cookies) - ours


def _for_others(answer: Any) -> str | None:
    """The page as others may have it; None for what is no plain page."""
    page, status = answer if isinstance(answer, tuple) and len(answer) == 2 else (answer, 200)
    if not isinstance(page, str) or status != 200:
        return None
    for number, token in enumerate(g.get("once_tokens", ())):
        page = page.replace(token, f"{FORM_GAP}{number}{FORM_GAP}")
    return with_gaps(page)


def _with_own_tokens(page: str) -> str:
    own: dict[str, str] = {}
    return FORM_GAPS.sub(lambda gap: own.setdefault(gap[1], secrets.token_urlsafe(24)), filled(page))
