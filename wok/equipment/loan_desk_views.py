"""One loan at the desk: what goes out and comes back, piece by piece, with condition, photo and signature."""

from typing import Any

from flask import abort, g, redirect, render_template, request, send_file, url_for
from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.equipment import desk_forms, desk_queries, handover, pictures, returns, risk_choices
from wok.equipment.desk_forms import BackForm, HandOverForm
from wok.equipment.desk_refusals import NothingChosen
from wok.equipment.desk_views import loan_or_404, movement_or_404
from wok.equipment.desk_words import CONDITIONS, OUTCOMES
from wok.equipment.handover import Desk
from wok.equipment.movement_models import Handover, Movement
from wok.equipment.returns import Back, Taker
from wok.equipment.staff_blueprint import bp
from wok.errors import Refusal
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.uploads import takes_files


@bp.route("/staff/handover/<int:booking_id>", methods=["GET", "POST"])
@staff_only
@takes_files(pictures.MOST_BYTES)
def at_desk(booking_id: int) -> Any:
    """Hand over what is ticked."""
    booking, form = loan_or_404(booking_id), HandOverForm()
    form.fill_token()
    if form.validate_on_submit() and _turn_of(form.token()) is None:
        try:
            with transaction():
                turn = _hand_over(booking, form)
        except Refusal as refusal:
            form.refuse(refusal)
            return _page(booking, form)
        except IntegrityError:  # the same form, sent twice at the same moment
            return _to_loan(booking)
        notice(_("Handed over to %(name)s.", name=turn.collected_by or booking.contact_name), undo=_undo(turn))
        return _to_loan(booking)
    if form.errors or request.method != "POST":
        return _page(booking, form)
    return _to_loan(booking)


def _hand_over(booking: Booking, form: HandOverForm) -> Handover:
    found = desk_queries.at_desk(booking, now=clock.now())
    lines = [one.line for one in (*found.rest, *found.again)]
    ticked = {line.id: request.form.getlist(f"unit-{line.id}") for line in lines}
    if any(not _is_number(one) for units in ticked.values() for one in units):
        raise NothingChosen
    units = {number: [int(one) for one in set(given)] for number, given in ticked.items()}
    photos = {line.id: _photo(f"picture-{line.id}") for line in lines}
    going = desk_forms.read_going(lines, request.form, units, photos)
    desk = Desk(g.person.id, form.collected_by.data or "", form.signed(), form.token())
    return handover.hand_over(booking, going, desk, now=clock.now())


def _photo(name: str) -> str | None:
    """The digest of a photo that was sent, made anew and stored; None without one. Raises NoPicture, PictureTooLarge."""
    sent = request.files.get(name)
    body = sent.read() if sent else b""
    if not body:
        return None
    made = pictures.make(body)
    pictures.store(made)
    return made.digest


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) < 10


def _turn_of(token: str) -> Handover | None:
    return db.session.scalar(select(Handover).where(Handover.form_token == token))


def _undo(turn: Handover) -> str:
    return url_for(".undo_out", turn_id=turn.id)


def _to_loan(booking: Booking, anchor: str | None = None) -> Any:
    return redirect(url_for(".at_desk", booking_id=booking.id, _anchor=anchor), 303)


def _page(booking: Booking, form: HandOverForm, *, back: BackForm | None = None, movement_id: int = 0) -> Any:
    now = clock.now()
    found = desk_queries.at_desk(booking, now=now)
    if request.method != "POST":
        form.collected_by.data = found.loan.collector or booking.contact_name
    body = render_template(
        "equipment_staff/at_desk.html",
        loan=found,
        booking=booking,
        form=form,
        forms={one.id: _back_form(one, back, movement_id) for one in found.out},
        typed=request.form if form.errors else {},
        typed_back={movement_id: request.form} if back else {},
        conditions=CONDITIONS,
        outcomes=OUTCOMES,
        choices={risk.line_id: risk_choices.choices(risk) for risk in found.risks},
        now=now,
    )
    return body, 422 if form.errors or (back and back.errors) else 200


def _back_form(movement: Movement, sent: BackForm | None, sent_id: int) -> BackForm:
    """A return form of its own for each movement; the one that was sent keeps what was typed."""
    form = sent if sent is not None and movement.id == sent_id else BackForm(formdata=None)
    if form is not sent:
        form.count.data = movement.count
    form.version.data = str(movement.version)
    for one in form:  # several of these forms stand on one page
        one.id = one.label.field_id = f"{one.name}-{movement.id}"
    return form


@bp.post("/staff/handover/movement/<int:movement_id>/back")
@staff_only
@takes_files(pictures.MOST_BYTES)
def take_back(movement_id: int) -> Any:
    """This came back, so many, like this."""
    movement = movement_or_404(movement_id)
    booking, form = movement.line.booking, BackForm()
    if form.validate_on_submit():
        try:
            with transaction():
                over = returns.take_back(movement, _back(movement, form), _taker(form), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Written down."), undo=url_for(".undo_back", movement_id=over.id))
            return _to_loan(booking)
    empty = HandOverForm(formdata=None)
    empty.fill_token()
    empty.collected_by.data = booking.contact_name
    return _page(booking, empty, back=form, movement_id=movement_id)


def _taker(form: BackForm) -> Taker:
    return Taker(g.person.id, form.read_version())


def _back(movement: Movement, form: BackForm) -> Back:
    """What was typed; pieces are counted only when all of the movement came back."""
    count = form.count.data or 0
    pieces = desk_forms.read_pieces(movement, request.form) if count == movement.count else None
    return Back(count, form.outcome.data, form.condition.data, form.note.data or "", pieces, _photo("picture"))


@bp.post("/staff/handover/movement/<int:movement_id>/found")
@staff_only
def found_again(movement_id: int) -> Any:
    """What was lost turned up."""
    movement = movement_or_404(movement_id)
    try:
        with transaction():
            returns.found_again(movement, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Found again: it can be lent."))
    return _to_loan(movement.line.booking)


@bp.get("/staff/handover/turn/<int:turn_id>/signature")
@staff_only
def signature(turn_id: int) -> Any:
    """The paper to sign, or what was signed on the screen."""
    turn = (db.session.get(Handover, turn_id) if turn_id < 2**31 else None) or abort(404)
    found = desk_queries.at_desk(turn.booking, now=clock.now())
    moved = [one for one in (*found.out, *found.over) if one.handover_id == turn.id]
    return render_template(
        "equipment_staff/signature.html", turn=turn, moved=moved, loan=found, conditions=CONDITIONS, now=clock.now()
    )


@bp.get("/staff/handover/picture/<digest>.jpg")
@staff_only
def condition_picture(digest: str) -> Any:
    """How a thing looked when it went out or came back."""
    known = or_(Movement.picture_out == digest, Movement.picture_back == digest)
    if db.session.scalar(select(Movement.id).where(known).limit(1)) is None or not pictures.path_of(digest).is_file():
        abort(404)
    return send_file(pictures.path_of(digest), mimetype="image/jpeg")
