"""The staff and letters: pass on what visitors without e-mail wrote, read what was reported (on record), decide."""

from typing import Any

from flask import abort, g, redirect, render_template, url_for

from wok import clock
from wok.bookings.told import undo_time
from wok.db import db, transaction
from wok.directory import letter_queries, letter_services, reports
from wok.directory.blueprint import bp
from wok.directory.letter_forms import DecisionForm
from wok.directory.models import Conversation, LetterReport
from wok.errors import Refusal
from wok.people import queries as people
from wok.people.models import Person
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/staff/letters")
@staff_only
def staff_letters() -> str:
    """What waits for us about letters."""
    return render_template(
        "directory/staff_letters.html",
        reports=letter_queries.open_reports(),
        decided=letter_queries.decided_reports(),
        held=letter_queries.to_pass_on(),
    )


@bp.post("/staff/letters/pass-on/<int:conversation_id>/<any(yes,no,undo):said>")
@staff_only
def pass_on(conversation_id: int, said: str) -> Any:
    """Pass a visitor's letter on, or not; not is taken back by "undo"."""
    try:
        with transaction():
            conversation = people.one_or_404(Conversation, conversation_id)
            _pass_on(conversation, said)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        undo = url_for(".pass_on", conversation_id=conversation_id, said="undo") if said == "no" else None
        sentences = {"yes": _("The letter goes out in ten minutes."), "no": _("It is not passed on.")}
        notice(sentences.get(said, _("It waits again.")), undo=undo)
    return redirect(url_for(".staff_letters"), 303)


def _pass_on(conversation: Conversation, said: str) -> None:
    if conversation.writer_phone is None:
        abort(404)
    if said == "yes":
        letter_services.send_waiting(conversation, now=clock.now(), undo=undo_time())
    elif said == "no" and conversation.state == "with_staff":
        conversation.state = "closed"
    elif said == "undo" and conversation.state == "closed" and all(one.goes_at is None for one in conversation.letters):
        conversation.state = "with_staff"


@bp.get("/staff/letters/<int:report_id>")
@staff_only
def staff_report(report_id: int) -> Any:
    """One report. The letters show for half an hour after a colleague said that they read them."""
    return _page(people.one_or_404(LetterReport, report_id), None, 200)


def _page(row: LetterReport, form: DecisionForm | None, code: int) -> Any:
    now, looks = clock.now(), reports.looks(row)
    names = {one.id: one.name for one in db.session.query(Person).filter(Person.id.in_([x.person_id for x in looks]))}
    may_read = reports.may_read(row, person_id=g.person.id, now=now)
    kept = [one for one in row.conversation.letters if one.taken_back_at is None]
    return render_template(
        "directory/staff_report.html",
        row=row,
        letters=[one for one in kept if one.goes_at is not None and one.goes_at <= now] if may_read else [],
        may_read=may_read,
        looks=looks,
        names=names,
        form=form or DecisionForm(formdata=None, version=str(row.version)),
    ), code


@bp.post("/staff/letters/<int:report_id>/read")
@staff_only
def staff_read(report_id: int) -> Any:
    """A colleague reads the letters: that is written down first."""
    with transaction():
        reports.look(people.one_or_404(LetterReport, report_id), by_id=g.person.id, now=clock.now())
    return redirect(url_for(".staff_report", report_id=report_id), 303)


@bp.post("/staff/letters/<int:report_id>/<any(decide,undo):what>")
@staff_only
def staff_decide(report_id: int, what: str) -> Any:
    """Decide, with a reason both sides read; undone within ten minutes."""
    form = DecisionForm() if what == "decide" else None
    if form is not None and not form.validate_on_submit():
        return _page(people.one_or_404(LetterReport, report_id), form, 422)
    try:
        with transaction():
            row, now = people.one_or_404(LetterReport, report_id), clock.now()
            if form is None:
                reports.undo_decision(row, now=now, undo=undo_time())
            else:
                given = {"version": form.read_version(), "by_id": g.person.id, "now": now, "undo": undo_time()}
                reports.decide(row, form.decision.data, form.reason.data or "", **given)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        undo = url_for(".staff_decide", report_id=report_id, what="undo") if form is not None else None
        notice(_("Decided. Both hear it in ten minutes.") if form else _("Undone. Nobody was told."), undo=undo)
    return redirect(url_for(".staff_report", report_id=report_id), 303)
