"""One request for staff (S6): the rule and the reason in sight; give, decline, another class, other dates, a review."""

from datetime import date
from typing import Any

from flask import g, redirect, render_template, url_for
from flask import request as asked_for

from wok import clock
from wok.bookings import places, told
from wok.db import transaction
from wok.errors import Refusal
from wok.sharing import (
    answer_shown,
    names,
    override_undo,
    review,
    staff_deciding,
    staff_queries,
    staff_sheet,
    staff_together,
    together,
)
from wok.sharing.answers import say_points
from wok.sharing.ledger_models import ShareOverride, ShareReview
from wok.sharing.models import ShareRequest
from wok.sharing.staff_blueprint import acting_staff, bp, request_or_404, row_or_404
from wok.sharing.staff_forms import DatesForm, KlassForm, ReviewForm, SettleForm
from wok.sharing.staff_refusals import Changed
from wok.sharing.staff_words import KLASSES, STATE_TAGS, STATES
from wok.web.access import staff_only
from wok.web.dates import say_day
from wok.web.forms import WokForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext


def to_request(request_id: int) -> Any:
    """Back to the page of one request."""
    return redirect(url_for(".request_page", request_id=request_id), 303)


@bp.get("/staff/requests/<int:request_id>")
@staff_only
def request_page(request_id: int) -> Any:
    """What is asked, what there is, who else wants it, where they stand, what they read."""
    return page(request_or_404(request_id), 200)


def page(
    request: ShareRequest, code: int, *, typed: WokForm | None = None, before: dict[str, Any] | None = None
) -> tuple[str, int]:
    """The page, with a form that was refused as it was typed; `before` is what the page showed when a colleague changed it."""
    now, found = clock.now(), staff_sheet.sheet(request)
    settle = typed if isinstance(typed, SettleForm) else SettleForm(formdata=None)
    settle.seen.raw_data, settle.seen.data = None, staff_sheet.write_seen(found.seen)
    if settle is not typed:
        settle.quantity.data = min(request.quantity, found.free)
    asked = together.questions_of([request.id, *(one.id for one in found.rivals)])
    answering = typed if isinstance(typed, ReviewForm) else ReviewForm(formdata=None)
    body = render_template(
        "sharing_staff/request.html",
        asked=request,
        sheet=found,
        called=names.names_of([request.pool, *(one.pool for one in found.rivals)], g.lang),
        before=before,
        form=typed or settle,
        settle=settle,
        answering=answering,
        states=STATES,
        tags=STATE_TAGS,
        klasses=KLASSES,
        who=staff_deciding.shared_names(found.rivals),
        questions={one.id: staff_together.state_with(request, one, asked, now=now) for one in found.rivals},
        standings=staff_queries.standings_of(request, now=now),
        read=answer_shown.of(request.booking, g.lang, now=now),
        reviews=staff_queries.reviews_of(request),
        say_points=say_points,
        overrides=staff_queries.overrides_of(request),
        channel=told.recipient(request.booking).channel,
        booking_page=places.address(request.booking),
        may_set_klass=staff_deciding.may_set_klass(request),
        is_over=request.state == "withdrawn" or request.ends_at <= now,
    )
    return body, code


@bp.post("/staff/requests/<int:request_id>/decide")
@staff_only
def decide(request_id: int) -> Any:
    """Give so many, or none, with a reason; who comes second sees what changed (409)."""
    request, form = request_or_404(request_id), SettleForm()
    if not form.validate_on_submit():
        return page(request, 422, typed=form)
    is_declined = "decline" in asked_for.form
    seen, quantity = staff_sheet.read_seen(form.seen.data or ""), 0 if is_declined else form.quantity.data or 0
    try:
        with transaction():
            row = staff_deciding.decide(
                request, quantity, form.reason.data or "", acting_staff(), seen=seen, now=clock.now()
            )
    except Changed:
        return page(request_or_404(request_id), 409, typed=form, before=seen)
    except Refusal as refusal:
        form.refuse(refusal)
        return page(request_or_404(request_id), 422, typed=form)
    if quantity:
        said = ngettext("Decided: they get %(num)s.", "Decided: they get %(num)s.", quantity)
    else:
        said = _("Declined. They read your reason.")
    if row.undo_until:
        said = f"{said} {_('They are told in ten minutes.')}"
    notice(said, undo=url_for(".undecide", override_id=row.id) if row.undo_until else None)
    return to_request(request_id)


@bp.post("/staff/requests/decisions/<int:override_id>/undo")
@staff_only
def undecide(override_id: int) -> Any:
    """Take a decision back before people are told."""
    row = row_or_404(ShareOverride, override_id)
    try:
        with transaction():
            override_undo.undo(row, acting_staff(), now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone."))
    return to_request(row.request_id)


@bp.route("/staff/requests/<int:request_id>/class", methods=["GET", "POST"])
@staff_only
def klass(request_id: int) -> Any:
    """The class on the published criteria, with its reason; a colleague's other choice is shown first (409)."""
    request, form, is_clash = request_or_404(request_id), KlassForm(), False
    if not form.is_submitted():
        form.klass.data, form.reason.data, form.was.data = request.klass, request.klass_reason, request.klass
    if form.validate_on_submit():
        try:
            with transaction():
                staff_deciding.set_klass(
                    request,
                    form.klass.data,
                    form.reason.data or "",
                    acting_staff(),
                    was=form.was.data or "",
                    now=clock.now(),
                )
        except Changed:
            is_clash = True
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Saved."))
            return to_request(request_id)
    return _class_page(request_or_404(request_id), form, is_clash=is_clash)


def _class_page(request: ShareRequest, form: KlassForm, *, is_clash: bool) -> tuple[str, int]:
    """The form over the class as it stands now."""
    form.was.raw_data, form.was.data = None, request.klass
    body = render_template(
        "sharing_staff/class.html",
        form=form,
        asked=request,
        called=names.names_of([request.pool], g.lang),
        names=staff_queries.names(request),
        klasses=KLASSES,
        is_clash=is_clash,
    )
    return body, 409 if is_clash else 422 if form.errors else 200


@bp.route("/staff/requests/<int:request_id>/dates", methods=["GET", "POST"])
@staff_only
def other_dates(request_id: int) -> Any:
    """Free dates near by, ticked and sent with a few words; they choose on their own page."""
    request, form, now = request_or_404(request_id), DatesForm(), clock.now()
    form.days.choices = [(day.isoformat(), _days(request, day)) for day in staff_sheet.free_dates(request, now=now)]
    if form.validate_on_submit():
        chosen = [date.fromisoformat(one) for one in form.chosen()]
        try:
            with transaction():
                staff_deciding.offer_dates(request, chosen, form.words.data or "", acting_staff(), now=now)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("They are told these dates in ten minutes."), undo=url_for(".keep_dates", request_id=request_id))
            return to_request(request_id)
    body = render_template(
        "sharing_staff/dates.html",
        form=form,
        asked=request,
        called=names.names_of([request.pool], g.lang),
        names=staff_queries.names(request),
        channel=told.recipient(request.booking).channel,
    )
    return body, 422 if form.errors else 200


def _days(request: ShareRequest, first: date) -> str:
    """The whole stretch in words."""
    last = first + (request.last_on - request.first_on)
    return say_day(first) if last == first else _("From %(start)s to %(end)s", start=say_day(first), end=say_day(last))


@bp.post("/staff/requests/<int:request_id>/dates/undo")
@staff_only
def keep_dates(request_id: int) -> Any:
    """Nobody is told the other dates after all."""
    request = request_or_404(request_id)
    with transaction():
        is_voided = staff_deciding.void_dates(request, now=clock.now())
    if is_voided:
        notice(_("Undone."))
    else:
        notice(_("This can no longer be undone: they have been told."), tone="warning")
    return to_request(request_id)


@bp.post("/staff/requests/<int:request_id>/share-with/<int:rival_id>")
@staff_only
def ask_to_share(request_id: int, rival_id: int) -> Any:
    """Ask the two whether they would share."""
    request, rival = request_or_404(request_id), request_or_404(rival_id)
    try:
        with transaction():
            staff_together.ask(request, rival, acting_staff(), now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Both are asked. Two yes make one loan together."))
    return to_request(request_id)


@bp.post("/staff/requests/<int:request_id>/reviews/<int:review_id>")
@staff_only
def answer_review(request_id: int, review_id: int) -> Any:
    """A person looked at it again, and says what came of it."""
    request, asked, form = request_or_404(request_id), row_or_404(ShareReview, review_id), ReviewForm()
    if not form.validate_on_submit():
        return page(request, 422, typed=form)
    try:
        with transaction():
            review.answer(asked, form.answer.data or "", acting_staff(), now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return page(request_or_404(request_id), 422, typed=form)
    notice(_("Answered. They are told."))
    return to_request(request_id)
