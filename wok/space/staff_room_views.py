"""Rooms as staff keep them (S8): the list with its order and screens, one room, pausing."""

from typing import Any

from flask import g, redirect, render_template, url_for

from wok import clock
from wok.db import db, transaction
from wok.space import queries, room_services, shown
from wok.space.door_views import door_key
from wok.space.models import Room
from wok.space.staff_blueprint import bp, room_or_404
from wok.space.staff_forms import RoomForm
from wok.web.access import staff_only
from wok.web.addresses import whole
from wok.web.notices import notice
from wok.web.picture import picture_code
from wok.web.saving import save_row
from wok.web.sentences import gettext as _
from wok.web.texts import gaps, said

CLASH = 409


@bp.get("/staff/space/rooms")
@staff_only
def rooms() -> Any:
    """All of them in the order in which people read them."""
    found = queries.rooms(paused=True)
    return render_template("space_staff/rooms.html", rooms=found, shown=shown.rooms(found, g.lang), gaps=gaps)


@bp.route("/staff/space/rooms/new", methods=["GET", "POST"])
@staff_only
def new_room() -> Any:
    """One more room."""
    return _write(None, RoomForm())


@bp.route("/staff/space/rooms/<int:room_id>", methods=["GET", "POST"])
@staff_only
def room(room_id: int) -> Any:
    """One room; what was agreed before keeps its time."""
    found, form = room_or_404(room_id), RoomForm()
    if not form.is_submitted():
        form.show(found, _part_ids(found))
        form.version.data = str(found.version)
    return _write(found, form)


def _part_ids(room: Room) -> list[int]:
    everything = queries.rooms(paused=True)
    atoms = queries.atoms_of([room])[room.id]
    return [one.id for one in everything if one.resource_id in atoms and one.id != room.id]


def _write(found: Room | None, form: RoomForm) -> Any:
    others = [one for one in queries.rooms(paused=True) if found is None or one.id != found.id]
    form.offer_parts([(str(one.id), said(one.name, g.lang).text) for one in others])
    code = 422 if form.is_submitted() else 200
    if form.validate_on_submit() and form.has_hours():
        code = save_row(form, found, lambda: room_services.write(found, form.facts()))
    if code == 303:
        notice(_("Saved."))
        return redirect(url_for(".rooms"), 303)
    body = render_template(
        "space_staff/room.html",
        form=form,
        room=found,
        shown=shown.room(found, g.lang) if found else None,
        is_clash=code == 409,
        coming=room_services.coming(found, now=clock.now()) if found else 0,
        screen=_screen(found) if found else None,
    )
    return body, code


def _screen(room: Room) -> dict[str, Any]:
    address = whole(url_for("space.door", room_id=room.id, key=door_key()))
    return {"address": address, "picture": picture_code(address)}


@bp.post("/staff/space/rooms/<int:room_id>/<any(pause, offer):what>")
@staff_only
def pause(room_id: int, what: str) -> Any:
    """Not offered for a while, or again; what was agreed stays."""
    found = room_or_404(room_id)
    with transaction():
        db.session.refresh(found, with_for_update=True)
        room_services.pause(found, now=clock.now()) if what == "pause" else room_services.offer_again(found)
    undo = url_for(".pause", room_id=room_id, what="offer") if what == "pause" else None
    notice(_("Not offered any more. What was agreed stays.") if undo else _("Offered again."), undo=undo)
    return redirect(url_for(".rooms"), 303)


@bp.post("/staff/space/rooms/<int:room_id>/<any(up, down):where>")
@staff_only
def put(room_id: int, where: str) -> Any:
    """One place earlier or later in the list."""
    room_or_404(room_id)
    with transaction():
        rows = queries.rooms(paused=True)
        at = next((number for number, one in enumerate(rows) if one.id == room_id), None)
        other = None if at is None else at + (1 if where == "down" else -1)
        if at is not None and other is not None and 0 <= other < len(rows):
            rows[at], rows[other] = rows[other], rows[at]
            room_services.put_in_order(rows)
    return redirect(url_for(".rooms", _anchor=f"room-{room_id}"), 303)
