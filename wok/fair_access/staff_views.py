"""Fair access for named colleagues: the reports they may read, one report, and what they do about it.

To everybody else, staff or not, these pages do not exist. Opening a report is noted each time: the one page
whose reading writes, because who looked at what is part of what we promise.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import told as undo
from wok.db import db, transaction
from wok.errors import Refusal
from wok.fair_access import queries, services, staff_services, words
from wok.fair_access.blueprint import staff as staff
from wok.fair_access.forms import LeaveOutForm, LetterForm, NoteForm, StaffForm, StepForm
from wok.fair_access.models import FairCase, FairLine
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _

Deed = Callable[[FairCase, datetime], Any]


@staff.get("/staff/fair-access")
@staff_only
def index() -> Any:
    """Open reports, the most urgent first; closed ones; who is named."""
    if not queries.is_reader(g.person):
        abort(404)
    now = clock.now()
    return render_template(
        "fair_access_staff/index.html",
        standing=queries.open_cases(g.person, now=now),
        closed=queries.closed_cases(g.person, now=now),
        readers=queries.readers(),
        words=words,
    )


@staff.get("/staff/fair-access/<int:case_id>")
@staff_only
def case(case_id: int) -> Any:
    """One report; that it was opened is noted."""
    found = queries.case_or_404(g.person, case_id)
    if request.method == "GET":
        with transaction():
            staff_services.look(found.id, g.person, now=clock.now())
    return _page(queries.case_or_404(g.person, case_id))


def _forms(found: FairCase, tried: StaffForm | None) -> dict[str, StaffForm]:
    """The four forms of the page; the one that was just tried keeps what was typed."""
    readers = queries.named(queries.readers_of(found.id))
    made: dict[str, StaffForm] = {}
    for name, kind in (("letter", LetterForm), ("note", NoteForm), ("step", StepForm), ("leave", LeaveOutForm)):
        is_tried = isinstance(tried, kind)
        form: Any = tried if is_tried else kind(formdata=None)
        if isinstance(form, (StepForm, LeaveOutForm)):
            form.offer(sorted(readers, key=lambda one: one[0] == g.person.id))  # nobody leaves oneself out by chance
        if not is_tried:
            form.fill_token()
        form.now_stands(found.version)
        made[name] = form
    if made["letter"] is not tried:
        made["letter"]["language"].data = found.language
    if made["step"] is not tried:
        made["step"]["step"].data, made["step"]["outcome"].data = found.state, found.outcome
        made["step"]["colleague"].data = str(found.assigned_id or "")
    return made


def _page(found: FairCase, tried: StaffForm | None = None, *, is_clash: bool = False) -> str:
    now = clock.now()
    return render_template(
        "fair_access_staff/case.html",
        case=found,
        form=tried,
        forms=_forms(found, tried),
        lines=queries.lines(found),
        looks=queries.looks(found),
        mails=queries.mail_states(found),
        left_out=queries.left_out_of(found.id),
        standing=queries.standing(found, queries.closed_days(), now=now),
        words=words,
        now=now,
        is_clash=is_clash,
    )


def _do(
    case_id: int, form: StaffForm | None, deed: Deed, *, said: str, undo_url: Callable[[Any], str] | None = None
) -> Any:
    """Carry out one thing about a case, if its form holds and nobody else was quicker (409)."""
    found, now, done = queries.case_or_404(g.person, case_id), clock.now(), None
    if isinstance(form, (StepForm, LeaveOutForm)):
        form.offer(queries.named(queries.readers_of(case_id)))
    if form is not None and not form.validate_on_submit():
        return _page(found, form), 422
    try:
        with transaction():
            found = services.locked(queries.case_or_404(g.person, case_id))
            is_clash = form is not None and form.read_version() != found.version
            done = None if is_clash else deed(found, now)
    except Refusal as refusal:
        if form is None:
            notice(str(refusal.sentence), tone="warning")
            return _back(case_id)
        form.refuse(refusal)
        return _page(queries.case_or_404(g.person, case_id), form), 422
    if is_clash:
        return _page(queries.case_or_404(g.person, case_id), form, is_clash=True), 409
    notice(said, undo=undo_url(done) if undo_url and done else None)
    return _back(case_id)


def _back(case_id: int) -> Any:
    return redirect(url_for(".case", case_id=case_id), 303)


@staff.post("/staff/fair-access/<int:case_id>/letter")
@staff_only
def letter(case_id: int) -> Any:
    """Write to who wrote."""
    form = LetterForm()

    def deed(found: FairCase, now: datetime) -> FairLine | None:
        return staff_services.write_letter(
            found, form.letter.data or "", form.language.data, by=g.person, token=form.token(), undo=undo.undo_time(), now=now
        )  # fmt: skip

    def taken_back(line: FairLine) -> str:
        return url_for(".take_back", case_id=case_id, line_id=line.id)

    return _do(case_id, form, deed, said=_("Your letter is shown in ten minutes."), undo_url=taken_back)


def _line_or_404(case_id: int, line_id: int) -> FairLine:
    """A line of a case this colleague may read."""
    queries.case_or_404(g.person, case_id)
    line = db.session.get(FairLine, line_id) if line_id <= queries.LARGEST else None
    return line if line is not None and line.case_id == case_id else abort(404)


@staff.post("/staff/fair-access/<int:case_id>/letter/<int:line_id>/take-back")
@staff_only
def take_back(case_id: int, line_id: int) -> Any:
    """The letter is not shown after all."""
    _line_or_404(case_id, line_id)

    def deed(found: FairCase, now: datetime) -> None:
        staff_services.take_back(found, _line_or_404(case_id, line_id), now=now)

    return _do(case_id, None, deed, said=_("Taken back: the letter is a note now, only for us."))


@staff.post("/staff/fair-access/<int:case_id>/letter/<int:line_id>/<any(told, untold):what>")
@staff_only
def call(case_id: int, line_id: int, what: str) -> Any:
    """They were called about this letter, or the tick was a mistake."""
    _line_or_404(case_id, line_id)

    def deed(_found: FairCase, now: datetime) -> None:
        staff_services.told(_line_or_404(case_id, line_id), now=now if what == "told" else None)

    return _do(case_id, None, deed, said=_("Noted."))


@staff.post("/staff/fair-access/<int:case_id>/note")
@staff_only
def note(case_id: int) -> Any:
    """A note for named colleagues."""
    form = NoteForm()

    def deed(found: FairCase, now: datetime) -> None:
        staff_services.write_note(found, form.note.data or "", by=g.person, token=form.token(), now=now)

    return _do(case_id, form, deed, said=_("Noted."))


@staff.post("/staff/fair-access/<int:case_id>/step")
@staff_only
def step(case_id: int) -> Any:
    """How far it is, how it ended, who follows it."""
    form = StepForm()

    def deed(found: FairCase, now: datetime) -> None:
        colleague = int(form.colleague.data) if form.colleague.data else None
        staff_services.change_step(found, form.step.data, form.outcome.data, colleague, by=g.person, now=now)

    return _do(case_id, form, deed, said=_("Saved."))


@staff.post("/staff/fair-access/<int:case_id>/leave-out")
@staff_only
def leave_out(case_id: int) -> Any:
    """A colleague cannot open it any more; when it is oneself, the list is next."""
    form = LeaveOutForm()

    def deed(found: FairCase, now: datetime) -> None:
        staff_services.leave_out(found, int(form.who.data), now=now)

    answer = _do(case_id, form, deed, said=_("This colleague cannot open the report any more."))
    is_mine = form.who.data == str(g.person.id) and getattr(answer, "status_code", 0) == 303
    return redirect(url_for(".index"), 303) if is_mine else answer


@staff.route("/staff/fair-access/<int:case_id>/erase", methods=["GET", "POST"])
@staff_only
def erase(case_id: int) -> Any:
    """Who wrote asks us to erase it: what goes, and the button."""
    found = queries.case_or_404(g.person, case_id)
    if request.method != "POST":
        return render_template("fair_access/erase.html", case=found, is_staff=True)
    with transaction():
        services.erase(queries.case_or_404(g.person, case_id), now=clock.now())
    notice(_("Erased. Only a number in our counts is left."))
    return redirect(url_for(".index"), 303)
