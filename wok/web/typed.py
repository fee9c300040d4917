"""What a signed-out person had typed into a form waits until they are in (PROMISES B6).

Short text waits in their own signed session, longer text in a row that only this session can name.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, g, request, session
from sqlalchemy import delete, func, select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from wok.db import db, transaction
from wok.kernel.values import dataclass
from wok.web.csrf import without_proof
from wok.web.models import KeptText
from wok.web.text import clean

Fields = dict[str, list[str]]

TYPED = "typed"
MOST_CHARACTERS = 2800  # a cookie holds 4 kB
KEPT_FOR = timedelta(hours=2)
MOST_KEPT = 500  # of at most 200 kB each
NOT_KEPT = frozenset({"csrf_token", "form_token"})
LONGEST_CODE = 20  # what is longer, or has a blank or an @, somebody wrote; the rest was chosen


@dataclass(frozen=True)
class SentBefore:
    """A form that we could not take: all of it to be sent again, and what its writer would miss."""

    address: str
    fields: list[tuple[str, str]]
    words: list[str]


def sent_before() -> SentBefore | None:
    """The form of this request, its own token and all: sent again it is still one form. None when there is nothing of the kind."""
    if request.method != "POST" or g.get("csrf_failed"):
        return None
    try:
        sent = [(name, clean(value, lines=True)) for name, value in request.form.items(multi=True)]
    except HTTPException:  # what cannot be read cannot be shown
        return None
    fields = [(name, value) for name, value in sent if name != "csrf_token"]
    words = [value for name, value in fields if _is_written(value) and not name.endswith("token")]
    return SentBefore(request.full_path.rstrip("?"), fields, words) if fields else None


def _is_written(value: str) -> bool:
    is_long = len(value) > LONGEST_CODE or " " in value or "@" in value
    return is_long and not value.startswith("data:")


def keep_typed(*, now: datetime, page: str = "") -> str:
    """Keep the fields of this POST, however long, for `page` (else the form's own); returns the page to come back to."""
    page = page or _page_of_form()
    fields = {name: values for name, values in request.form.lists() if name not in NOT_KEPT}
    if fields:
        kept = _in_cookie(fields)
        key = _in_database(fields, now=now) if kept != fields else ""
        session[TYPED] = {"page": page.partition("?")[0], **({"key": key} if key else {"fields": kept})}
    return page


def _in_cookie(fields: Fields) -> Fields:
    """As many fields as a cookie holds."""
    kept: Fields = {}
    room = MOST_CHARACTERS
    for name, values in fields.items():
        cost = len(name) + sum(len(value.encode()) for value in values)
        if cost <= room:
            kept[name], room = values, room - cost
    return kept


def _in_database(fields: Fields, *, now: datetime) -> str:
    """A row that only this browser's session can name; empty when too many wait already.

    The write proves nothing and needs no proof: the tab may be older than its session.
    """
    key = secrets.token_urlsafe(32)
    with without_proof(), transaction():
        db.session.execute(delete(KeptText).where(KeptText.kept_at < now - KEPT_FOR))
        if (db.session.scalar(select(func.count()).select_from(KeptText)) or 0) >= MOST_KEPT:
            return ""
        db.session.add(KeptText(key_hash=_hash(key), fields=fields, kept_at=now))
    return key


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def waiting() -> Fields:
    """What waits in this browser's session for whoever signs in."""
    kept: dict[str, Any] = session.get(TYPED) or {}
    if "key" not in kept:
        return dict(kept.get("fields", {}))
    row = db.session.get(KeptText, _hash(str(kept["key"])))
    return dict(row.fields) if row else {}


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
    if (session.get(TYPED) or {}).get("page") != request.path:
        return None
    return MultiDict([(name, value) for name, values in waiting().items() for value in values])


def forget_typed() -> None:
    """The form was sent again: nothing needs to wait any more."""
    if TYPED in session and session[TYPED].get("page") == request.path:
        session.pop(TYPED)
