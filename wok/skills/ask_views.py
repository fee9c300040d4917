"""Asking for help: of one helper or whoever can; the ask's own page; taken back, moved, hours said."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings import causes, door
from wok.bookings.models import Booking
from wok.db import transaction
from wok.errors import Refusal
from wok.skills import asking, hours, queries
from wok.skills.asking import Wish
from wok.skills.blueprint import BIGGEST_ID, ask_or_404, bp, our_associations
from wok.skills.forms import AskForm, HoursForm, MoveForm
from wok.skills.models import SkillAsk, SkillOffer
from wok.skills.words import SKILLS, SPOKEN
from wok.web.access import public, signed_in
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.text import clean


@bp.route("/skills/ask", methods=["GET", "POST"], endpoint="ask")
@signed_in
def ask() -> Any:
    """One page: for whom, what, when, in which language, what for. Staff ask on their own page."""
    if g.person.is_staff:
        return redirect(url_for("skills_staff.ask", **kept()), 302)
    ours, form = our_associations(), AskForm()
    if not ours:
        return render_template("skills/not_yet.html", is_member=bool(g.memberships)), 403
    offer, booking = named_offer(), named_booking()
    cause = causes.read(request.args.get(causes.NAME), g.person)
    form.know([(str(one.id), one.name) for one in ours if booking is None or one.id == booking.association_id])
    prefill(form, offer, booking)
    if form.validate_on_submit():
        try:
            row = _ask_once(form, offer, booking, cause)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".asked", token=row.link_token), 303)
    page = render_template("skills/ask.html", form=form, offer=offer, booking=booking, cause=cause, kept=kept())
    return page, 422 if form.is_submitted() else 200


def kept() -> dict[str, Any]:
    """What the address says stays in it."""
    names = ("offer", "booking", "skill", "language", causes.NAME)
    return {name: value for name in names if (value := clean(request.args.get(name, ""))[:80])}


def named_offer() -> SkillOffer | None:
    """The helper that the address names, if it is offered."""
    said = request.args.get("offer", "")
    is_number = said.isascii() and said.isdigit() and len(said) < 10
    found = queries.offer(int(said)) if is_number and int(said) <= BIGGEST_ID else None
    return found if found is not None and found.state == "shown" else None


def named_booking() -> Booking | None:
    """The booking that the address names by its link, if this person may change it."""
    ref = request.args.get("booking", "")[:64]
    found = door.find(ref) if ref else None
    if found is None or found.status == "cancelled" or not door.sight_of(found, ref).may_change:
        return None
    return found if found.association_id in [one.id for one in our_associations()] or g.person.is_staff else None


def prefill(form: AskForm, offer: SkillOffer | None, booking: Booking | None) -> None:
    """What the address says, on a fresh form."""
    form.fill_token()
    if offer is not None:
        form.skill.data = offer.skill
    if form.is_submitted():
        return
    said = {name: request.args.get(name, "") for name in ("skill", "language")}
    form.skill.data = offer.skill if offer else said["skill"] if said["skill"] in SKILLS else form.skill.data
    form.language.data = said["language"] if said["language"] in SPOKEN else form.language.data
    form.day.data = request.args.get("day", "")[:10] or form.day.data
    if booking is not None and not form.day.data:
        length = booking.ends_at - booking.starts_at
        form.show_when(booking.starts_at, int(length.total_seconds() // 1800))


def wish_of(form: AskForm, offer: SkillOffer | None, cause: causes.Cause | None, association_id: int | None) -> Wish:
    """What a good form asks for."""
    return Wish(
        association_id=association_id,
        person_id=g.person.id,
        skill=form.skill.data or "",
        span=form.span(),
        halves=form.halves(),
        language=form.language.data or "",
        purpose=form.purpose.data or "",
        place=form.place.data or "",
        written_in=g.lang,
        offer=offer,
        cause=cause.value if cause else "",
    )


def _ask_once(form: AskForm, offer: SkillOffer | None, booking: Booking | None, cause: causes.Cause | None) -> SkillAsk:
    """One form is one ask (PROMISES B3)."""
    token, now = form.token(), clock.now()
    wish = wish_of(form, offer, cause, int(form.association.data))
    try:
        with transaction():
            return queries.ask_of_form(token) or asking.ask(wish, now=now, form_token=token, booking=booking)
    except (IntegrityError, Refusal):
        before = queries.ask_of_form(token)
        if before is None:
            raise
        return before


@bp.get("/skills/ask/<token>", endpoint="asked")
@public
def asked(token: str) -> Any:
    """How it stands; the link of the mail is the key."""
    return page(ask_or_404(token))


def page(row: SkillAsk, *, moving: MoveForm | None = None, said: HoursForm | None = None, code: int = 200) -> Any:
    """The ask's page; after a refusal with what was typed."""
    now = clock.now()
    if moving is None:
        moving = MoveForm(formdata=None)
        moving.show(row)
    moving.know_hours()
    said = said or HoursForm(formdata=None)
    said.know(row.asker_halves if row.asker_halves is not None else row.halves)
    body = render_template(
        "skills/asked.html",
        ask=row,
        form=said if said.errors or said.form_errors else moving,
        moving=moving,
        hours_form=said,
        helpers=queries.contacts_of(row.helper) if row.helper is not None and row.state == "confirmed" else [],
        cause=causes.read(row.cause, g.person) if row.cause else None,
        is_over=row.ends_at <= now,
        is_open=row.state in asking.OPEN and row.starts_at > now,
        may_ask_others=row.state in ("asked", "declined") and row.starts_at > now,
    )
    return body, code


@bp.post("/skills/ask/<token>/withdraw", endpoint="withdraw")
@public
def withdraw(token: str) -> Any:
    """No longer needed; everybody who was asked hears it."""
    return _do(token, lambda row: asking.withdraw(row, now=clock.now()), _("Withdrawn. We tell those you had asked."))


@bp.post("/skills/ask/<token>/others", endpoint="others")
@public
def others(token: str) -> Any:
    """Whoever else can is asked as well."""
    return _do(token, lambda row: asking.ask_others(row, now=clock.now()), _("We have asked the others who can."))


def _do(token: str, deed: Any, done: str) -> Any:
    row = ask_or_404(token)
    try:
        with transaction():
            deed(row)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(done)
    return redirect(url_for(".asked", token=token), 303)


@bp.post("/skills/ask/<token>/move", endpoint="move")
@public
def move(token: str) -> Any:
    """Another time; all are asked again."""
    row, form = ask_or_404(token), MoveForm()
    form.know_hours()
    if form.validate_on_submit():
        try:
            with transaction():
                asking.move(row, form.span(), form.halves(), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Moved. Everybody is asked again."))
            return redirect(url_for(".asked", token=token), 303)
    return page(ask_or_404(token), moving=form, code=422)


@bp.post("/skills/ask/<token>/hours", endpoint="asker_hours")
@public
def asker_hours(token: str) -> Any:
    """How long it was, says who asked."""
    row, form = ask_or_404(token), HoursForm()
    form.know(row.halves)
    if row.association_id is None:
        abort(404)  # the Wok asked: staff say it on their page
    if form.validate_on_submit():
        try:
            with transaction():
                hours.say(row, hours.ASKER, int(form.hours.data), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Thank you. We have noted the hours."))
            return redirect(url_for(".asked", token=token), 303)
    return page(ask_or_404(token), said=form, code=422)
