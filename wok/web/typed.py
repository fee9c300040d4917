"""What a signed-out person had typed into a form waits in their own signed session until they are in (PROMISES B6)."""

from typing import Any

from flask import current_app, request, session
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

TYPED = "typed"
MOST_CHARACTERS = 2800  # a cookie holds 4 kB
NOT_KEPT = frozenset({"csrf_token", "form_token"})


def keep_typed() -> str:
    """Keep the fields of this POST, as far as they fit; returns the page to come back to."""
    page = _page_of_form()
    kept: dict[str, list[str]] = {}
    room = MOST_CHARACTERS
    for name, values in request.form.lists():
        cost = len(name) + sum(len(value.encode()) for value in values)
        if name not in NOT_KEPT and cost <= room:
            kept[name], room = values, room - cost
    if kept:
        session[TYPED] = {"page": page.partition("?")[0], "fields": kept}
    return page


def _page_of_form() -> str:
    """The form's own address; where only a POST goes, the page it stands on."""
    adapter = current_app.create_url_adapter(request)
    try:
        if adapter:
            adapter.match(request.path, method="GET")
    except HTTPException:
        referrer = request.referrer or ""
        return referrer.removeprefix(request.host_url.rstrip("/")) if referrer.startswith(request.host_url) else "/"
    return request.full_path.rstrip("?")


def typed_before() -> MultiDict[str, str] | None:
    """What was typed into the form of this page before signing in; None when nothing waits."""
    waiting: dict[str, Any] = session.get(TYPED) or {}
    if waiting.get("page") != request.path:
        return None
    return MultiDict([(name, value) for name, values in waiting["fields"].items() for value in values])


def forget_typed() -> None:
    """The form was sent again: nothing needs to wait any more."""
    if TYPED in session and session[TYPED].get("page") == request.path:
        session.pop(TYPED)
