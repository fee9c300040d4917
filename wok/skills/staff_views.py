"""The staff's pages of skills: offers to look at, asks, bookings without interpreter, hours to settle, asking for others."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings import causes
from wok.bookings.models import Booking, Resource
from wok.db import transaction
from wok.errors import Refusal
from wok.people.queries import association_names
from wok.skills import ask_views, asking, hours, interpreters, offers, queries, staff_queries
from wok.skills.blueprint import BIGGEST_ID, offer_or_404
from wok.skills.forms import AskForm, CheckForm, HoursForm
from wok.skills.models import SkillAsk
from wok.skills.words import INTERPRETING, SKILLS, SPOKEN
from wok.web.access import staff_only
from wok.web.forms import ActionForm, VersionForm
from wok.web.notices import notice
from wok.web.saving import number_of, save
from wok.web.sentences import gettext as _

bp = Blueprint("skills_staff", __name__)
THE_WOK = "wok"


@bp.get("/staff/skills", endpoint="index")
@staff_only
def show() -> Any:
    """All that waits on one page, then what is offered and asked."""
    return page()


def page(*, checked: tuple[int, CheckForm] | None = None, settled: tuple[int, HoursForm] | None = None) -> Any:
    """The staff's page; after a refusal with what was typed at its line."""
    now = clock.now()
    settling = []
    for one in staff_queries.hours(now=now):
        form = settled[1] if settled and settled[0] == one.id else HoursForm(formdata=None)
        form.know(one.helper_halves or one.asker_halves or one.halves)
        settling.append((one, form))
    checking = [
        (one, checked[1] if checked and checked[0] == one.id else CheckForm(formdata=None))
        for one in queries.offers_in("checking")
    ]
    wrong = checked or settled
    body = render_template(
        "skills_staff/index.html",
        checking=checking,
        settling=settling,
        asks=[(one, staff_queries.needs_staff(one, now=now)) for one in queries.open_asks(now=now)],
        interpreters=staff_queries.interpreters(now=now),
        offers=queries.offers_in("shown", "paused"),
        form=wrong[1] if wrong else ActionForm(formdata=None),
        interpreting=INTERPRETING,
    )
    return body, 422 if wrong else 200


@bp.post("/staff/skills/<int:offer_id>/<any(show, decline):what>", endpoint="check")
@staff_only
def check(offer_id: int, what: str) -> Any:
    """Show an offer, or say why not."""
    row, form = offer_or_404(offer_id), CheckForm()
    if form.validate() and what == "decline" and not form.words.data:
        form.words.errors = [_("Say why, in a few words: they read it.")]
    if form.errors:
        return page(checked=(offer_id, form))
    try:
        with transaction():
            offers.check(row, is_shown=what == "show", words=form.words.data or "", by=g.person, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("It is shown now.") if what == "show" else _("Noted. We tell them why."))
    return redirect(url_for(".index"), 303)


@bp.post("/staff/skills/<int:offer_id>/<any(pause, resume, end):what>", endpoint="turn")
@staff_only
def turn(offer_id: int, what: str) -> Any:
    """Take an offer out for a while, or for good."""
    try:
        with transaction():
            offers.turn(offer_or_404(offer_id), what, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Saved."))
    return redirect(url_for(".index"), 303)


@bp.post("/staff/skills/asks/<int:ask_id>/hours", endpoint="settle")
@staff_only
def settle(ask_id: int) -> Any:
    """How long it was, where the two sides differ or one is silent."""
    row, form = ask_or_404(ask_id), HoursForm()
    form.know(row.halves)
    if not form.validate_on_submit():
        return page(settled=(ask_id, form))
    try:
        with transaction():
            hours.settle(row, int(form.hours.data), g.person, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Written down. We tell both sides."))
    return redirect(url_for(".index"), 303)


def ask_or_404(ask_id: int) -> SkillAsk:
    """An ask by its number."""
    found = queries.ask_by_id(ask_id) if ask_id <= BIGGEST_ID else None
    return found or abort(404)


@bp.post("/staff/skills/interpreter/<int:booking_id>", endpoint="interpreter")
@staff_only
def interpreter(booking_id: int) -> Any:
    """One press: all who interpret in this language are asked."""
    found = next((one for one in staff_queries.interpreters(now=clock.now()) if one.booking.id == booking_id), None)
    if found is None or not found.is_open:
        notice(_("This has changed meanwhile. This is how it stands now."), tone="info")
        return redirect(url_for(".index"), 303)
    try:
        with transaction():
            interpreters.ask(found.booking, found.language, g.person, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("We have asked all who can. The first who says yes comes."))
    return redirect(url_for(".index"), 303)


@bp.route("/staff/skills/ask", methods=["GET", "POST"], endpoint="ask")
@staff_only
def ask() -> Any:
    """Ask for an association that called, or for the Wok itself."""
    form, offer, booking = AskForm(), ask_views.named_offer(), named_booking()
    cause = causes.read(request.args.get(causes.NAME), g.person)
    known = sorted(association_names().items(), key=lambda row: row[1].casefold())
    form.know([(THE_WOK, _("The Wok itself")), *((str(number), name) for number, name in known)])
    if booking is not None and not form.association.data:
        form.association.data = THE_WOK
    ask_views.prefill(form, offer, booking)
    if form.validate_on_submit():
        try:
            row = _ask_once(form, offer, booking, cause)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("skills.asked", token=row.link_token), 303)
    page = render_template("skills/ask.html", form=form, offer=offer, booking=booking, cause=cause, kept=kept())
    return page, 422 if form.is_submitted() else 200


def kept() -> dict[str, str]:
    """What the address says stays in it; a booking goes by its number here."""
    return ask_views.kept()


def named_booking() -> Booking | None:
    """A booking by its number."""
    said = request.args.get("booking", "")
    is_number = said.isascii() and said.isdigit() and len(said) < 10
    return queries.booking(int(said)) if is_number else ask_views.named_booking()


def _ask_once(form: AskForm, offer: Any, booking: Booking | None, cause: causes.Cause | None) -> SkillAsk:
    token, now = form.token(), clock.now()
    association_id = None if form.association.data == THE_WOK else int(form.association.data)
    wish = asking.for_staff(ask_views.wish_of(form, offer, cause, association_id))
    try:
        with transaction():
            return queries.ask_of_form(token) or asking.ask(wish, now=now, form_token=token, booking=booking)
    except (IntegrityError, Refusal):
        before = queries.ask_of_form(token)
        if before is None:
            raise
        return before


@bp.route("/staff/skills/things", methods=["GET", "POST"], endpoint="things")
@staff_only
def things() -> Any:
    """Which things somebody with a skill can set up: who borrows them is asked whether one should come along."""
    form, known = VersionForm(), staff_queries.equipment()
    skill, code = request.values.get("skill", "sound"), 200
    skill = skill if skill in SKILLS else "sound"
    ticked = {str(one.id): one.id for one in known if str(one.id) in request.form.getlist("thing")}
    if form.is_submitted():
        good = form.validate_on_submit()
        code = (
            save(form, lambda: _locked(skill), lambda: offers.set_things(skill, [*ticked.values()])).code
            if good
            else 422
        )
    if code == 303:
        notice(_("Saved."))
        return redirect(url_for(".things", skill=skill), 303)
    return _things_page(form, skill, known, ticked.values(), code=code)


def _things_page(
    form: VersionForm, skill: str, known: Sequence[Resource], ticked: Iterable[int], *, code: int
) -> tuple[str, int]:
    """The ticks as they stand, or as they were sent."""
    stands = _things_of(skill)
    if code == 200:
        form.version.data = str(number_of(stands))
    chosen = stands if code == 200 else ticked
    page = render_template(
        "skills_staff/things.html",
        form=form,
        known=known,
        chosen=chosen,
        skill=skill,
        skills=SKILLS,
        spoken=SPOKEN,
        stands=[one.name for one in known if one.id in stands] if code == 409 else None,
    )
    return page, code


def _things_of(skill: str) -> list[int]:
    return sorted(number for number, skills in queries.things().items() if skill in skills)


def _locked(skill: str) -> int:
    """Nobody else writes these until we are done."""
    offers.lock_things(skill)
    return number_of(_things_of(skill))
