"""Views that take a file may be sent more than others; everybody else keeps the small limit (PROMISES F3)."""

from collections.abc import Callable
from typing import Any

from flask import current_app, request

MARK = "_wok_bytes"
ROOM_FOR_FIELDS = 300 * 1000

View = Callable[..., Any]


def takes_files(most_bytes: int) -> Callable[[View], View]:
    """Let a view be sent files of this size together with its fields. Stands under the access mark."""

    def mark(view: View) -> View:
        setattr(view, MARK, most_bytes + ROOM_FOR_FIELDS)
        return view

    return mark


def allow_more() -> None:
    """Before each request, and before anything reads its body."""
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, MARK, None)
    if most is not None and request.method == "POST":
        request.max_content_length = most
