"""Access marks: each view says who may see it; an unmarked view keeps the program from starting (PROMISES S1)."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort, g, redirect, request, url_for

from wok import clock
from wok.record import acts
from wok.web.typed import keep_typed

View = Callable[..., Any]
MARK = "_wok_access"
CODE = re.compile("[a-z_]{1,20}")  # of an address: a kind or a choice, no key to anything


def _mark(view: View, name: str) -> View:
    setattr(view, MARK, name)
    return view


def public(view: View) -> View:
    """Anybody may see this page."""
    return _mark(view, "public")


def signed_in(view: View) -> View:
    """Somebody must have signed in; others are led to the sign-in page and back."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if g.person else to_sign_in()

    return _mark(guarded, "signed_in")


def members_only(view: View) -> View:
    """The signed-in person must belong to an accepted association."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not g.person:
            return to_sign_in()
        if not g.memberships:
            abort(403)
        return view(*args, **kwargs)

    return _mark(guarded, "members_only")


def staff_only(view: View) -> View:
    """Only staff; to anybody else who is signed in the page does not exist."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not g.person:
            return to_sign_in()
        if not g.person.is_staff:
            abort(404)
        return recorded(*args, **kwargs)

    recorded = on_record(view)
    return _mark(guarded, "staff_only")


def on_record(view: View) -> View:
    """What is changed by this page's form is kept as an act of the person signed in; staff pages all do (PROMISES S11)."""

    @wraps(view)
    def noted(*args: Any, **kwargs: Any) -> Any:
        if request.method != "POST" or not g.person:
            return view(*args, **kwargs)
        of = {name: value for name, value in kwargs.items() if isinstance(value, int) or CODE.fullmatch(str(value))}
        with acts.doing(request.endpoint or "", g.person.id, of, now=clock.now()):
            return view(*args, **kwargs)

    return noted


def to_sign_in() -> Any:
    """What was typed comes back after signing in (PROMISES B6)."""
    page = keep_typed(now=clock.now()) if request.method == "POST" else request.full_path.rstrip("?")
    return redirect(url_for("people.sign_in", next=page), 303)


def require_marks(app: Flask) -> None:
    """Refuse to start when a view declares no access mark. Raises RuntimeError naming the views."""
    unmarked = sorted(name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, MARK))
    if unmarked:
        raise RuntimeError(f"views without an access mark: {', '.join(unmarked)}")
