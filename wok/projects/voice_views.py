"""Answering for a date by a mailed link, without an account; one's own link changes the answers."""

from typing import Any

from flask import abort, g, redirect, render_template, url_for

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.people.contact import read_email
from wok.projects import polls, queries, shown, words
from wok.projects.blueprint import bp
from wok.projects.date_views import said
from wok.projects.facts import Voice
from wok.projects.forms import VoiceForm
from wok.projects.models import DatePoll, PollVoter
from wok.web.access import public
from wok.web.notices import notice
from wok.web.sentences import gettext as _


def _poll_or_404(token: str) -> DatePoll:
    return queries.poll_by(token) or abort(404)


@bp.route("/dates/<token>", methods=["GET", "POST"])
@public
def voice(token: str) -> Any:
    """Which times suit, by name; names of others are not shown here, only how many."""
    return _page(_poll_or_404(token), None)


@bp.route("/dates/<token>/<mine>", methods=["GET", "POST"])
@public
def own_voice(token: str, mine: str) -> Any:
    """One's own answers, to change them."""
    asked = _poll_or_404(token)
    voter = next((one for one in asked.voters if one.link_token == mine and one.person_id is None), None)
    return _page(asked, voter or abort(404))


def _page(asked: DatePoll, voter: PollVoter | None) -> Any:
    form = VoiceForm(data={"name": voter.name, "email": voter.email} if voter else None)
    form.fill_token()
    voter_id = voter.id if voter else None
    if form.validate_on_submit():
        try:
            with transaction():
                row = _answer(polls.locked(asked.id), form, voter_id)
        except Refusal as refusal:
            form.form_errors = [str(refusal.sentence)]
        else:
            notice(_("Thank you. Keep the address of this page: with it you can change your answers."))
            return redirect(url_for(".own_voice", token=asked.link_token, mine=row.link_token), 303)
    page = render_template(
        "projects/date_poll.html",
        form=form,
        project=asked.project,
        sight=None,
        shown=shown.poll(asked, [], now=clock.now()),
        answers=said() or (voter.answers if voter else {}),
        words=words,
        guest=voter or True,
        public_link="",
    )
    return page, 422 if form.errors else 200


def _answer(asked: DatePoll, form: VoiceForm, voter_id: int | None) -> PollVoter:
    email = read_email(form.email.data) if form.email.data else None
    given = Voice(said(), g.lang, name=form.name.data or "", email=email)
    known = next((one for one in asked.voters if one.id == voter_id), None)
    return polls.answer(asked, given, token=form.token(), now=clock.now(), voter=known)
