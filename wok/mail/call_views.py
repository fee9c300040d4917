"""The call list of the day: who has no e-mail and must be told otherwise, and whose mail failed (staff)."""

from dataclasses import fields
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, url_for

from wok import clock
from wok.db import transaction
from wok.kernel.values import dataclass
from wok.mail import queries, rendering, services
from wok.mail.models import Message
from wok.mail.rendering import Letter, Words
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

bp = Blueprint("calls", __name__)
REASONS = {
    "text": _l("They wrote to us by mail."),
    "words": _l("Their calendar answered for them, with a few words."),
    "unknown": _l("We found no booking for this mail."),
    "not_theirs": _l("This answer did not come from the address of the booking. Nothing was changed."),
    "late": _l("This answer came too late, or to an earlier time. Nothing was changed."),
    "refused": _l("This answer could not be carried out. Nothing was changed."),
    "broken": _l("We could not read this mail. Nothing was changed."),
}
ANSWERS = {"ACCEPTED": _l("They say yes."), "DECLINED": _l("They say no."), "TENTATIVE": _l("They may come.")}
LARGEST = 2**31 - 1  # what the database's column holds


@dataclass(frozen=True)
class Call:
    """One line of the list: the row, and the words to say (None when they cannot be written)."""

    message: Message
    words: Words | None


@bp.route("/staff/calls")
@staff_only
def show() -> Any:
    """Everything that a person must now do about messages."""
    now = clock.now()
    return render_template(
        "calls/show.html",
        calls=[Call(message, _words(message)) for message in queries.calls_due(now=now)],
        done=[Call(message, _words(message)) for message in queries.calls_done(now=now)],
        failed=[Call(message, _words(message)) for message in queries.failed_mails()],
        late=queries.late_mails(now=now),
        answers=queries.answers_to_read(),
        reasons=REASONS,
        said=ANSWERS,
    )


def _words(message: Message) -> Words | None:
    """What to say, in the receiver's language. One bad row does not break the page (PROMISES F7)."""
    try:
        return rendering.words(Letter(**{field.name: getattr(message, field.name) for field in fields(Letter)}))
    except Exception as fault:
        rendering.log.error("message %s cannot be shown: %s", message.id, type(fault).__name__)
        return None


@bp.route("/staff/calls/<int:message_id>/told", methods=["POST"])
@staff_only
def told(message_id: int) -> Any:
    """Tick: this person knows."""
    message_id = _in_range(message_id)
    with transaction():
        is_changed = services.tick(message_id, by=g.person.id, now=clock.now())
    if is_changed:
        notice(_("Noted: this person knows."), undo=url_for("calls.not_told", message_id=message_id))
    return redirect(url_for("calls.show"), 303)


@bp.route("/staff/calls/<int:message_id>/not-told", methods=["POST"])
@staff_only
def not_told(message_id: int) -> Any:
    """Take a tick back."""
    message_id = _in_range(message_id)
    with transaction():
        is_changed = services.untick_call(message_id) or services.untick_mail(message_id)
    if is_changed:
        notice(_("Undone: this person still has to be told."))
    return redirect(url_for("calls.show"), 303)


@bp.route("/staff/calls/<int:message_id>/again", methods=["POST"])
@staff_only
def again(message_id: int) -> Any:
    """Have a failed mail tried again."""
    message_id = _in_range(message_id)
    with transaction():
        is_changed = services.try_again(message_id)
    if is_changed:
        notice(_("The mail is sent again in a moment."))
    return redirect(url_for("calls.show"), 303)


@bp.route("/staff/calls/answers/<int:answer_id>/read", methods=["POST"])
@staff_only
def read(answer_id: int) -> Any:
    """Tick: somebody read this mail."""
    answer_id = _in_range(answer_id)
    with transaction():
        is_changed = services.read_answer(answer_id, by=g.person.id, now=clock.now())
    if is_changed:
        notice(_("Noted."), undo=url_for("calls.not_read", answer_id=answer_id))
    return redirect(url_for("calls.show"), 303)


@bp.route("/staff/calls/answers/<int:answer_id>/not-read", methods=["POST"])
@staff_only
def not_read(answer_id: int) -> Any:
    """Take that tick back."""
    answer_id = _in_range(answer_id)
    with transaction():
        services.unread_answer(answer_id)
    return redirect(url_for("calls.show"), 303)


def _in_range(message_id: int) -> int:
    """The number, or 404 when no row can have it (PROMISES F3)."""
    return message_id if message_id <= LARGEST else abort(404)
