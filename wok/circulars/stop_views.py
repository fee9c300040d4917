"""No more messages to many: one press in a mail program (RFC 8058), one button on a page, or a choice in one's profile."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.circulars import stops
from wok.circulars.blueprint import bp as bp
from wok.circulars.forms import WantedForm
from wok.db import transaction
from wok.web.access import public, signed_in
from wok.web.csrf import without_proof
from wok.web.notices import notice
from wok.web.sentences import gettext as _


def _way_or_404(key: str) -> str:
    return stops.read_key(key) or abort(404)


@bp.route("/stop/<key>", methods=["GET", "POST"])
@public
def stop(key: str) -> Any:
    """Reading changes nothing; the press does. A mail program presses without cookie or token: the address is its proof."""
    way = _way_or_404(key)
    if request.method == "POST":
        with without_proof(), transaction():
            stops.stop(way, now=clock.now())
        return redirect(url_for(".stop", key=key), 303)
    return render_template("circulars/stop.html", key=key, is_stopped=stops.is_stopped(way))


@bp.post("/stop/<key>/again")
@public
def start(key: str) -> Any:
    """They want them again."""
    way = _way_or_404(key)
    with transaction():
        stops.start(way)
    notice(_("We write to you again."))
    return redirect(url_for(".stop", key=key), 303)


@bp.route("/my/messages", methods=["GET", "POST"])
@signed_in
def mine() -> Any:
    """One's own choice; what concerns one's own bookings always comes."""
    form = WantedForm()
    if form.validate_on_submit():
        with transaction():
            stops.choose(g.person, is_wanted=form.wanted.data == "yes", now=clock.now())
        notice(_("Saved."))
        return redirect(url_for(".mine"), 303)
    if not form.is_submitted():
        form.wanted.data = "no" if stops.wants_none(g.person) else "yes"
    return render_template("circulars/mine.html", form=form), 422 if form.is_submitted() else 200
