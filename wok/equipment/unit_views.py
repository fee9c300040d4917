"""Tagged pieces (S8): tags, states, labels for an A4 sheet, and the page a label's picture code leads to."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.db import db, transaction
from wok.equipment import desk_queries, stock, stock_queries, stocktake
from wok.equipment.models import Item, Unit
from wok.equipment.staff_blueprint import bp, item_or_404
from wok.equipment.stock import Surplus
from wok.equipment.stock_forms import UnitForm, UnitsForm
from wok.equipment.thing_views import tell
from wok.equipment.words import UNIT_STATES, UNIT_TAGS
from wok.errors import Refusal
from wok.web.access import staff_only
from wok.web.addresses import whole
from wok.web.notices import notice
from wok.web.picture import picture_code
from wok.web.saving import number_of, save
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext
from wok.web.texts import said


@bp.route("/staff/equipment/<int:item_id>/units", methods=["GET", "POST"])
@staff_only
def units(item_id: int) -> Any:
    """The pieces of one thing, and tags for more of them."""
    lent, form = item_or_404(item_id), UnitsForm()
    form.fill_token()
    if not form.is_submitted():
        form.count.data = max(1, lent.resource.capacity) if not lent.is_tagged else 1
        form.prefix.data = _prefix(lent)
    if form.validate_on_submit():
        try:
            with transaction():
                over = stock.add_units(lent, form.prefix.data or "", form.count.data or 1, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            tell(over)
            return redirect(url_for(".units", item_id=item_id), 303)
    page = render_template(
        "equipment_staff/units.html",
        form=form,
        lent=lent,
        name=said(lent.name, g.lang),
        states=UNIT_STATES,
        tags=UNIT_TAGS,
    )
    return page, 422 if form.is_submitted() else 200


def _prefix(lent: Item) -> str:
    """What the tags begin with: as the ones there are, else the beginning of the address."""
    if lent.units:
        return lent.units[0].tag.rpartition("-")[0]
    return lent.slug.partition("-")[0][:6].upper()


def unit_or_404(tag: str) -> Unit:
    """The piece with this tag."""
    return stock_queries.unit(tag[:60]) or abort(404)


@bp.route("/staff/equipment/unit/<tag>", methods=["GET", "POST"])
@staff_only
def unit(tag: str) -> Any:
    """One piece: its state and note; during a stocktake the button that says it is here."""
    found, form = unit_or_404(tag), UnitForm()
    code = 422 if form.is_submitted() else 200
    if not form.is_submitted():
        form.tag.data, form.serial.data, form.state.data = found.tag, found.serial, found.state
        form.note.data, form.version.data = found.note, str(_number_of(found))
    elif form.validate_on_submit():
        over: list[Surplus] = []
        code = save(form, lambda: _locked(found), lambda: over.extend(_write(found, form))).code
        if code == 303:
            tell(over)
            return redirect(url_for(".units", item_id=found.item_id), 303)
    count = stocktake.open_one()
    page = render_template(
        "equipment_staff/unit.html",
        form=form,
        unit=found,
        name=said(found.item.name, g.lang),
        states=UNIT_STATES,
        stocktake=count,
        is_found=count is not None and stocktake.is_found(count, found),
        out=desk_queries.out_now(found.id),
        is_clash=code == 409,
    )
    return page, code


def _number_of(found: Unit) -> int:
    return number_of((found.tag, found.serial, found.state, found.note))


def _locked(found: Unit) -> int:
    db.session.refresh(found, with_for_update={"of": Unit})
    return _number_of(found)


def _write(found: Unit, form: UnitForm) -> list[Surplus]:
    stock.rename_unit(found, form.tag.data or "", form.serial.data or "", now=clock.now())
    return stock.set_unit_state(found, form.state.data, form.note.data or "", now=clock.now())


@bp.get("/staff/equipment/labels")
@staff_only
def labels() -> Any:
    """Picture codes to print, 24 on an A4 sheet: all tagged pieces, or those of one thing."""
    known = stock_queries.tagged()
    chosen = [one for one in known if str(one.id) == request.args.get("item", "")] or known
    return render_template(
        "equipment_staff/labels.html",
        things=[(one, said(one.name, g.lang)) for one in known],
        current=chosen[0].id if len(chosen) == 1 else None,
        sheet=[
            (one, said(one.item.name, g.lang).text, label_code(one))
            for one in stock_queries.units([item.id for item in chosen])
        ],
    )


def label_code(unit: Unit) -> Any:
    """The picture code on a piece: its page, which asks for a sign-in."""
    return picture_code(whole(url_for("equipment_staff.unit", tag=unit.tag, lang="fr")))


@bp.post("/staff/equipment/unit/<tag>/found")
@staff_only
def found(tag: str) -> Any:
    """This piece is here: noted in the stocktake that is open."""
    piece, now = unit_or_404(tag), clock.now()
    count = stocktake.open_one()
    if count is None:
        notice(_("No stocktake is open. Begin one first."), tone="warning")
        return redirect(url_for(".stocktakes"), 303)
    with transaction():
        number = stocktake.find(count, [piece.id], now=now)
    notice(ngettext("Noted: %(num)s piece found so far.", "Noted: %(num)s pieces found so far.", number))
    return redirect(url_for(".stocktake_page", stocktake_id=count.id, _anchor=f"thing-{piece.item_id}"), 303)
