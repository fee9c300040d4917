"""What belongs to each piece of a thing, and what can be asked for instead (S8)."""

from typing import Any

from flask import abort, g, redirect, render_template, url_for

from wok import clock
from wok.db import db, transaction
from wok.equipment import stock, stock_queries
from wok.equipment.models import Item, Piece
from wok.equipment.staff_blueprint import BIGGEST_ID, bp, item_or_404
from wok.equipment.stock_forms import PieceForm, SubstituteForm
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.texts import gaps, said


@bp.route("/staff/equipment/<int:item_id>/pieces", methods=["GET", "POST"])
@staff_only
def pieces(item_id: int) -> Any:
    """Cable, remote, bag: one more of them; what can be asked for instead stands below."""
    lent, form = item_or_404(item_id), PieceForm()
    if form.validate_on_submit():
        with transaction():
            stock.add_pieces(lent, [(form.texts("name"), form.count.data or 1)], now=clock.now())
        notice(_("Saved."))
        return redirect(url_for(".pieces", item_id=item_id), 303)
    return _page(lent, form, _substitute_form(lent))


def _substitute_form(lent: Item, *, is_sent: bool = False) -> SubstituteForm:
    form = SubstituteForm() if is_sent else SubstituteForm(formdata=None)
    form.offer(stock_queries.choices(g.lang, without=lent.id))
    return form


def _page(lent: Item, form: PieceForm, other: SubstituteForm) -> Any:
    form.fill_token()
    page = render_template(
        "equipment_staff/pieces.html",
        lent=lent,
        name=said(lent.name, g.lang),
        form=form,
        other_form=other,
        substitutes=[(one, said(one.name, g.lang)) for one in stock_queries.substitutes_of(lent)],
        said=said,
        gaps=gaps,
    )
    return page, 422 if form.errors or other.errors else 200


@bp.post("/staff/equipment/<int:item_id>/pieces/<int:piece_id>/<any(remove, restore):what>")
@staff_only
def turn_piece(item_id: int, piece_id: int, what: str) -> Any:
    """It no longer belongs to the thing, or does again."""
    found = db.session.get(Piece, piece_id) if piece_id <= BIGGEST_ID else None
    if found is None or found.item_id != item_id:
        abort(404)
    with transaction():
        stock.turn_piece(found, is_there=what == "restore", now=clock.now())
    if what == "remove":
        notice(_("Taken away."), undo=url_for(".turn_piece", item_id=item_id, piece_id=piece_id, what="restore"))
    else:
        notice(_("Saved."))
    return redirect(url_for(".pieces", item_id=item_id), 303)


@bp.post("/staff/equipment/<int:item_id>/instead")
@staff_only
def add_substitute(item_id: int) -> Any:
    """One more thing that can be asked for instead."""
    lent = item_or_404(item_id)
    form = _substitute_form(lent, is_sent=True)
    if not form.validate_on_submit():
        return _page(lent, PieceForm(formdata=None), form)
    known = [one.id for one in stock_queries.substitutes_of(lent)]
    with transaction():
        stock.set_substitutes(lent, [*known, int(form.other.data)], now=clock.now())
    notice(_("Saved."))
    return redirect(url_for(".pieces", item_id=item_id, _anchor="instead"), 303)


@bp.post("/staff/equipment/<int:item_id>/instead/<int:other_id>/remove")
@staff_only
def remove_substitute(item_id: int, other_id: int) -> Any:
    """It is no longer offered instead."""
    lent = item_or_404(item_id)
    known = [one.id for one in stock_queries.substitutes_of(lent) if one.id != other_id]
    with transaction():
        stock.set_substitutes(lent, known, now=clock.now())
    notice(_("Taken away."), undo=url_for(".put_substitute_back", item_id=item_id, other_id=other_id))
    return redirect(url_for(".pieces", item_id=item_id, _anchor="instead"), 303)


@bp.post("/staff/equipment/<int:item_id>/instead/<int:other_id>/back")
@staff_only
def put_substitute_back(item_id: int, other_id: int) -> Any:
    """It is offered instead once more."""
    lent, other = item_or_404(item_id), item_or_404(other_id)
    known = [one.id for one in stock_queries.substitutes_of(lent)]
    with transaction():
        stock.set_substitutes(lent, [*known, other.id], now=clock.now())
    notice(_("Saved."))
    return redirect(url_for(".pieces", item_id=item_id, _anchor="instead"), 303)
