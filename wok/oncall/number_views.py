"""Take a number on one's own phone, and the page of that number: its state in words, I step out, I am back, I leave."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.oncall import lookups, numbers, queries, shown
from wok.oncall.blueprint import address, bp, browser, mark_browser, visitor, wish
from wok.oncall.forms import NumberForm
from wok.oncall.models import Visit
from wok.oncall.words import STATES, TOPICS
from wok.web.access import public
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.route("/on-call/number", methods=["GET", "POST"])
@public
def take() -> Any:
    """Topic, language, nickname: one press is one number, and one phone has one."""
    now, form = clock.now(), NumberForm(language=g.lang)
    queue = shown.today(now=now)
    mine = lookups.open_visit(queue.occurrence, browser=browser(), person=visitor()) if queue else None
    if mine:
        notice(_("You have number %(number)s already.", number=mine.number), tone="info")
        return redirect(url_for(".number", link=mine.link_token), 303)
    if queue and form.validate_on_submit():
        try:
            visit = take_once(queue, form, now=now)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".number", link=visit.link_token), 303)
    form.fill_token()
    status = 422 if request.method == "POST" else 200
    return render_template("oncall/take.html", form=form, queue=queue, topics=TOPICS, now=now), status


def take_once(queue: queries.Queue, form: NumberForm, *, now: datetime) -> Visit:
    """One form is one number, however often it arrives (PROMISES B3)."""
    asked = wish(form.topic.data, form.language.data, form.nickname.data or "", mark=mark_browser())
    try:
        with transaction():
            return numbers.take(queue.occurrence, asked, now=now, address=address(), form_token=form.token())
    except IntegrityError:
        found = numbers.of_form(form.token())
        if found is None:
            raise
        return found


def visit_or_404(link: str) -> Visit:
    """The visit of this link."""
    return lookups.visit_by_link(link) or abort(404)


@bp.get("/on-call/number/<link>")
@public
def number(link: str) -> Any:
    """My number: where I stand, or what happened."""
    return _page(visit_or_404(link))


def _page(visit: Visit, *, refusal: Refusal | None = None) -> Any:
    now = clock.now()
    queue = queries.queue(visit.occurrence, now=now)
    leads = next((one for one in queue.visits if one.id == visit.same_as_id), visit)
    body = render_template(
        "oncall/number.html",
        visit=visit,
        state=leads.state if visit.same_as_id and visit.state in queries.OPEN_STATES else visit.state,
        leads=leads,
        place=queue.place_of(visit),
        queue=queue,
        words=STATES,
        topic=TOPICS.get(visit.topic, TOPICS["other"]),
        may_return=visit.undo_until is not None and visit.undo_until >= now,
        refusal=refusal,
        stamp=queries.stamp(now=now),
        now=now,
    )
    return body, 422 if refusal else 200


def _act(link: str, do: Callable[..., None], words: str) -> Any:
    """Do one thing to a visit, say it, and go back to its page."""
    visit = visit_or_404(link)
    try:
        with transaction():
            do(visit, now=clock.now())
    except Refusal as refusal:
        return _page(visit, refusal=refusal)
    notice(words)
    return redirect(url_for(".number", link=link), 303)


@bp.post("/on-call/number/<link>/out")
@public
def step_out(link: str) -> Any:
    """I step out; my place is kept."""
    return _act(link, numbers.step_out, _("Your place is kept. Tell us here when you are back."))


@bp.post("/on-call/number/<link>/back")
@public
def come_back(link: str) -> Any:
    """I am back."""
    return _act(link, numbers.come_back, _("Good that you are back. You have your place again."))


@bp.post("/on-call/number/<link>/leave")
@public
def leave(link: str) -> Any:
    """I leave."""
    return _act(link, numbers.leave, _("You have left the line. Thank you for telling us."))
