"""Join the Wok in five questions (page P20)."""

from datetime import datetime, timedelta
from typing import Any

from flask import g, redirect, render_template, request, url_for

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.people import attempts, services
from wok.people.blueprint import bp
from wok.people.forms import AssociationForm, JoinForm
from wok.people.refusals import TooManyRequests
from wok.web.access import public
from wok.web.addresses import whole
from wok.web.sentences import gettext as _

MOST_AN_HOUR = 30  # join requests from one connection; a help desk may send a few


@bp.route("/join", methods=["GET", "POST"])
@public
def join() -> Any:
    """Name, kind, what you do, who to speak to, size and place; somebody signed in is not asked who they are."""
    form: Any = AssociationForm() if g.person else JoinForm(language=g.lang)
    if form.validate_on_submit() and not _is_doubtful(form):
        try:
            _send(form, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("associations.mine" if g.person else ".join_received"), 303)
    form.fill_token()
    return render_template("people/join.html", form=form), 422 if request.method == "POST" else 200


def _is_doubtful(form: Any) -> bool:
    if g.person or form.reach.data != "email":
        return False
    meant = form.doubtful(form.email.data)
    if meant:
        form.email.errors = [_("Did you mean %(address)s? If your address is right, send once more.", address=meant)]
    return bool(meant)


def _send(form: Any, *, now: datetime) -> None:
    from_here = request.remote_addr or "?"
    if attempts.is_slowed("join.address", from_here, now=now, most=MOST_AN_HOUR, within=timedelta(hours=1)):
        raise TooManyRequests
    with transaction():
        contact = g.person or form.contact()
        services.join(form.facts(), contact, token=form.token(), link_for=our_association, now=now)
        attempts.note("join.address", from_here, now=now)


def our_association(language: str) -> str:
    """The whole address of "our association" in a language, for mails."""
    return whole(url_for("associations.mine", lang=language))


@bp.get("/join/received")
@public
def join_received() -> str:
    """The request is there; what happens next."""
    return render_template("people/join_received.html")
