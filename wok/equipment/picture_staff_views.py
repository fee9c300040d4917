"""Pictures of a thing as staff keep them (S8): brought, described in five languages, put first, taken away."""

from typing import Any

from flask import abort, g, redirect, render_template, url_for

from wok import clock
from wok.db import db, transaction
from wok.equipment import pictures as kept
from wok.equipment.models import Item, Picture
from wok.equipment.staff_blueprint import BIGGEST_ID, bp, item_or_404
from wok.equipment.stock_forms import AltForm, PictureForm
from wok.errors import Refusal
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.saving import number_of, save
from wok.web.sentences import gettext as _
from wok.web.texts import gaps, said
from wok.web.uploads import takes_files


@bp.route("/staff/equipment/<int:item_id>/pictures", methods=["GET", "POST"])
@staff_only
@takes_files(kept.MOST_BYTES + 1_000_000)
def pictures(item_id: int) -> Any:
    """The pictures there are, and one more."""
    lent, form = item_or_404(item_id), PictureForm()
    if form.validate_on_submit():
        try:
            _bring(lent, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Saved."))
            return redirect(url_for(".pictures", item_id=item_id), 303)
    page = render_template(
        "equipment_staff/pictures.html",
        form=form,
        lent=lent,
        name=said(lent.name, g.lang),
        gaps=gaps,
        most=kept.MOST_PICTURES,
    )
    return page, 422 if form.is_submitted() else 200


def _bring(lent: Item, form: PictureForm) -> None:
    """Make the picture anew, store it, then write its row: a row never names a file that is not there."""
    made = kept.make(form.sent())
    try:
        kept.store(made)
    except OSError:
        abort(503)
    with transaction():
        kept.add(lent, made, form.texts("alt"), now=clock.now())


def picture_or_404(item_id: int, picture_id: int) -> Picture:
    """A picture of this thing, taken away or not."""
    found = db.session.get(Picture, picture_id) if picture_id <= BIGGEST_ID else None
    return found if found is not None and found.item_id == item_id else abort(404)


@bp.route("/staff/equipment/<int:item_id>/pictures/<int:picture_id>", methods=["GET", "POST"])
@staff_only
def picture_words(item_id: int, picture_id: int) -> Any:
    """What the picture shows, in five languages."""
    lent, found, form = item_or_404(item_id), picture_or_404(item_id, picture_id), AltForm()
    code = 422 if form.is_submitted() else 200
    if not form.is_submitted():
        form.fill_texts("alt", found.alt)
        form.version.data = str(_number_of(found))
    elif form.validate_on_submit():
        code = save(form, lambda: _locked(found), lambda: setattr(found, "alt", form.texts("alt"))).code
    if code == 303:
        notice(_("Saved."))
        return redirect(url_for(".pictures", item_id=item_id), 303)
    name, is_clash = said(lent.name, g.lang), code == 409
    page = render_template(
        "equipment_staff/picture.html", form=form, lent=lent, picture=found, name=name, is_clash=is_clash
    )
    return page, code


def _number_of(found: Picture) -> int:
    return number_of(sorted(found.alt.items()))


def _locked(found: Picture) -> int:
    db.session.refresh(found, with_for_update=True)
    return _number_of(found)


@bp.post("/staff/equipment/<int:item_id>/pictures/<int:picture_id>/<any(first, remove, restore):what>")
@staff_only
def turn_picture(item_id: int, picture_id: int, what: str) -> Any:
    """Shown in the catalogue; taken away; back again."""
    found = picture_or_404(item_id, picture_id)
    try:
        with transaction():
            if what == "first":
                kept.put_first(found)
            elif what == "remove":
                kept.remove(found, now=clock.now())
            else:
                kept.restore(found)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
        return redirect(url_for(".pictures", item_id=item_id), 303)
    if what == "remove":
        notice(_("Taken away."), undo=url_for(".turn_picture", item_id=item_id, picture_id=picture_id, what="restore"))
    else:
        notice(_("Saved."))
    return redirect(url_for(".pictures", item_id=item_id), 303)
