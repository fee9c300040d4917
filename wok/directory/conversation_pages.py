"""The page of one conversation and what can be done on it; the same for both sides, with an account or by a link."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, g, redirect, render_template, url_for

from wok import clock
from wok.bookings.told import undo_time
from wok.db import db, transaction
from wok.directory import letter_queries, letter_services, reports
from wok.directory.letter_forms import AnswerForm, ReportForm
from wok.directory.letter_queries import Seat
from wok.directory.letter_services import Text
from wok.directory.models import LetterReport
from wok.errors import Refusal
from wok.kernel.values import dataclass
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@dataclass(frozen=True)
class Line:
    """One conversation in the list."""

    seat: Seat
    letters: int
    unread: int


def line_of(seat: Seat, *, now: datetime) -> Line:
    """Its line: how many letters, and how many of them nobody here has read."""
    seen = seat.seen(now=now)
    return Line(seat, len(seen), sum(not seat.is_own(one) and one.read_at is None for one in seen))


def address(seat: Seat, what: str = "") -> str:
    """Where this seat's page is, or where one of its deeds goes."""
    conversation = seat.conversation
    if seat.is_guest:
        token = conversation.link_token
        return url_for("directory.deed", what=what, token=token) if what else url_for("directory.letter", token=token)
    if what:
        return url_for("directory.my_deed", conversation_id=conversation.id, what=what)
    return url_for("directory.my_letter", conversation_id=conversation.id)


def page(seat: Seat, *, form: AnswerForm | None = None, report: ReportForm | None = None, code: int = 200) -> Any:
    """The letters in order, how far each has come, and the form for an answer."""
    now, draft = clock.now(), seat.draft()
    if form is None:
        words, language = (draft.words, draft.language) if draft else ("", _own_language(seat))
        form = AnswerForm(formdata=None, language=language, words=words)
    form.fill_token()
    seen = seat.seen(now=now)
    return render_template(
        "directory/conversation.html",
        seat=seat,
        letters=seen,
        states=letter_queries.states([one for one in seen if seat.is_own(one)], now=now),
        has_unread=any(not seat.is_own(one) and one.read_at is None for one in seen),
        form=form if report is None else report,
        answer_form=form,
        report_form=report or ReportForm(formdata=None),
        may_withdraw=_may_withdraw(seat),
        has_draft=draft is not None,
        address=address,
    ), code


def _own_language(seat: Seat) -> str:
    return g.person.language if g.person and not seat.is_guest else seat.conversation.writer_language


def _may_withdraw(seat: Seat) -> bool:
    if seat.conversation.state != "stopped":
        return False
    own = LetterReport.is_by_association.is_(seat.is_association)
    open_ones = db.session.query(LetterReport).filter_by(conversation_id=seat.conversation.id, decision="")
    return open_ones.filter(own).first() is not None


def do(seat: Seat, what: str, afresh: Callable[[], Seat]) -> Any:
    """One deed, in one transaction; what was refused is said, and nothing typed is lost."""
    if what == "answer":
        return _answer(seat, afresh)
    if what == "report":
        return _report(seat, afresh)
    try:
        with transaction():
            said, undo = _deed(afresh(), what)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(said, undo=undo)
    return redirect(address(seat), 303)


def _deed(seat: Seat, what: str) -> tuple[str, str | None]:
    conversation, now = seat.conversation, clock.now()
    if what == "send":
        letter_services.send_waiting(conversation, now=now, undo=undo_time())
        return _("Your letter goes out in ten minutes."), address(seat, "undo")
    if what == "read":
        letter_services.mark_read(conversation, is_association=seat.is_association, now=now)
        return _("Noted. They see that you have read it."), None
    if what == "undo":
        own = [one for one in seat.seen(now=now) if seat.is_own(one)]
        for letter in own[-1:]:
            letter_services.take_back(letter, now=now)
        return _("Taken back. Your words are below, to be put right."), None
    if what == "unreport":
        reports.withdraw(conversation, is_by_association=seat.is_association)
        return _("Taken back. The conversation goes on."), None
    if not seat.is_association:
        abort(404)
    if what == "block":
        reports.block(conversation, now=now)
        return _("They can no longer write to you."), address(seat, "unblock")
    reports.unblock(conversation, now=now)
    return _("They may write to you again."), None


def _answer(seat: Seat, afresh: Callable[[], Seat]) -> Any:
    form = AnswerForm()
    if form.validate_on_submit():
        text = Text(form.words.data or "", form.language.data, form.token())
        try:
            with transaction():
                conversation = afresh().conversation
                letter_services.answer(
                    conversation,
                    text,
                    is_answer=seat.is_association,
                    author_id=seat.person_id,
                    now=clock.now(),
                    undo=undo_time(),
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Your letter goes out in ten minutes."), undo=address(seat, "undo"))
            return redirect(address(seat), 303)
    return page(afresh(), form=form, code=422)


def _report(seat: Seat, afresh: Callable[[], Seat]) -> Any:
    form, words = ReportForm(), ""
    if not form.validate_on_submit():
        return page(afresh(), report=form, code=422)
    words = form.why.data or ""
    try:
        with transaction():
            again = afresh()
            side = again.is_association
            reports.report(
                again.conversation, is_by_association=side, by_id=again.person_id, words=words, now=clock.now()
            )
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        said = _("Stopped. Nobody can write here any more. Our staff read the letters and decide.")
        notice(said, undo=address(seat, "unreport"))
    return redirect(address(seat), 303)
