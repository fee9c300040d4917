"""Coming back to one's report: by its code and one's own word, for half an hour, in this browser alone."""

import json
from datetime import datetime, timedelta
from typing import Any

from flask import Response, redirect, render_template, request, session, url_for

from wok import clock
from wok.bookings.codes import spoken
from wok.bookings.guess import is_slowed, note_wrong
from wok.db import db, transaction
from wok.errors import Refusal
from wok.fair_access import queries, services, words
from wok.fair_access.blueprint import bp
from wok.fair_access.forms import MoreForm, OpenForm, folded
from wok.fair_access.models import FairCase
from wok.web.access import public
from wok.web.forms import ActionForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _

KEY = "fair_case"
OPEN_FOR = timedelta(minutes=30)  # a browser may be a library's


def remember(case: FairCase, *, now: datetime) -> None:
    """This browser has shown that it knows the code and the word."""
    session[KEY] = {"id": case.id, "until": (now + OPEN_FOR).isoformat()}


def remembered(*, now: datetime) -> FairCase | None:
    """The report this browser opened, as long as that holds."""
    known = session.get(KEY)
    if not known or datetime.fromisoformat(known["until"]) <= now:
        return None
    case = db.session.get(FairCase, known["id"])
    return case if case is not None and case.erased_at is None else None


@bp.route("/fair-access/follow", methods=["GET", "POST"])
@public
def follow() -> Any:
    """By the code and the word."""
    form, now = OpenForm(), clock.now()
    if not form.validate_on_submit():
        return render_template("fair_access/follow.html", form=form), 422 if request.method == "POST" else 200
    code = form.code.data or ""
    if is_slowed(code, now=now):
        return render_template("fair_access/follow.html", form=form, is_slowed=True), 429
    case = queries.case_of(code, services.word_hash(code, folded(form.word.data or "")))
    if case is None:
        with transaction():
            note_wrong(code, now=now)
        form.code.errors = [_("We find no report with this code and this word. Check both, or call us.")]
        return render_template("fair_access/follow.html", form=form), 422
    remember(case, now=now)
    return redirect(url_for(".case"), 303)


@bp.route("/fair-access/case", methods=["GET", "POST"])
@public
def case() -> Any:
    """How far it is, what we wrote, and room for more words."""
    form, now = MoreForm(), clock.now()
    found = remembered(now=now)
    if found is None:
        return _closed_page()
    form.fill_token()
    if form.validate_on_submit():
        try:
            with transaction():
                services.add(found, form.words.data or "", token=form.token(), now=now)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            remember(found, now=now)
            notice(_("We have your words. Who follows your report reads them."))
            return redirect(url_for(".case"), 303)
    return _page(found, form, now=now), 422 if request.method == "POST" else 200


def _page(found: FairCase, form: MoreForm, *, now: datetime) -> str:
    return render_template(
        "fair_access/case.html",
        case=found,
        code=spoken(found.code or ""),
        form=form,
        letters=queries.letters(found, now=now),
        standing=queries.standing(found, queries.closed_days(), now=now),
        words=words,
    )


def _closed_page() -> Any:
    """The half hour is over, or this browser never opened one; what was typed is not lost on the way back."""
    if request.method == "POST":
        page = render_template("fair_access/again.html", typed=MoreForm().words.data or "")
        return page, 403
    return redirect(url_for(".follow"), 302)


@bp.post("/fair-access/case/close")
@public
def close() -> Any:
    """Done here: the next person at this computer finds nothing."""
    if ActionForm().validate_on_submit():
        session.pop(KEY, None)
        notice(_("Closed. To read it again, write your code and your word."))
    return redirect(url_for(".show"), 303)


@bp.get("/fair-access/case/data.json")
@public
def data() -> Any:
    """All we keep about this report, as one file."""
    now = clock.now()
    found = remembered(now=now)
    if found is None:
        return redirect(url_for(".follow"), 302)
    body = json.dumps(services.data_of(found, now=now), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": "attachment; filename=report.json", "Cache-Control": "no-store"}
    return Response(body, mimetype="application/json", headers=headers)


@bp.route("/fair-access/case/erase", methods=["GET", "POST"])
@public
def erase() -> Any:
    """What goes, and the button that lets it go."""
    now = clock.now()
    found = remembered(now=now)
    if found is None:
        return redirect(url_for(".follow"), 303)
    if request.method != "POST":
        return render_template("fair_access/erase.html", case=found, is_staff=False)
    with transaction():
        services.erase(found, now=now)
    session.pop(KEY, None)
    notice(_("Erased. Only a number in our counts is left."))
    return redirect(url_for(".show"), 303)
