"""Where the word before erasing leads: one button, no sign-in."""

from datetime import timedelta
from typing import Any

from flask import abort, redirect, render_template, request, url_for

from wok import clock
from wok.db import transaction
from wok.people import still_here
from wok.people.blueprint import bp
from wok.web.access import public

LATELY = timedelta(days=60)


@bp.route("/still-here/<string(maxlength=60):key>", methods=["GET", "POST"])
@public
def answer_still_here(key: str) -> Any:
    """Reading changes nothing (mail scanners open links); the press does."""
    person, now = still_here.person_of(key) or abort(404), clock.now()
    if request.method == "POST":
        with transaction():
            still_here.answer(still_here.person_of(key) or abort(404), now=now)
        return redirect(url_for(".answer_still_here", key=key), 303)
    answered_at = still_here.answered_at(person)
    is_answered = answered_at is not None and answered_at > now - LATELY
    return render_template("people/still_here.html", key=key, is_answered=is_answered)
