"""Signing in once more before what a phone left lying about must not do: another address, erasing (wok/SECURITY.md)."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import g

from wok import clock
from wok.web.access import to_sign_in
from wok.web.notices import notice
from wok.web.sentences import gettext as _

LATELY = timedelta(minutes=30)


def signed_in_lately(view: Callable[..., Any]) -> Callable[..., Any]:
    """For a view under @signed_in: an older login leads to the sign-in page and back."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if clock.now() - g.login.began_at <= LATELY:
            return view(*args, **kwargs)
        notice(_("Please sign in once more. This needs a sign-in of the last half hour."), tone="info")
        return to_sign_in()

    return guarded
