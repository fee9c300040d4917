"""The staff's list of neighbourhoods: names in five languages, order, and which are offered."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.people import neighbourhoods, queries
from wok.people.neighbourhood_models import Neighbourhood
from wok.people.refusals import Clash
from wok.web.access import staff_only
from wok.web.forms import LineField, at_most
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import VersionedTexts, gaps, in_five_languages

bp = Blueprint("neighbourhoods", __name__)


@in_five_languages("name", longest=80, lines=False)
class NeighbourhoodForm(VersionedTexts):
    """What a neighbourhood is called, and its town."""

    town = LineField(_l("Town"), [at_most(80)], default=neighbourhoods.HOME_TOWN)

    def validate(self, extra_validators: Any = None) -> bool:
        """One name at least."""
        good = super().validate(extra_validators)
        if good and not self.texts("name"):
            self["name_fr"].errors = [_("Write the name in one language at least.")]
            return False
        return good


@bp.get("/staff/neighbourhoods")
@staff_only
def index() -> str:
    """All of them, in their order."""
    return render_template(
        "associations/neighbourhoods.html",
        rows=neighbourhoods.all_of_them(),
        gaps=gaps,
        places=neighbourhoods,
        here=neighbourhoods.of_the_house(),
    )


@bp.route("/staff/neighbourhoods/new", methods=["GET", "POST"])
@staff_only
def add() -> Any:
    """One more."""
    form = NeighbourhoodForm()
    if form.validate_on_submit():
        try:
            with transaction():
                neighbourhoods.add(form.texts("name"), form.town.data or "")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Saved."))
            return redirect(url_for(".index"), 303)
    return _page(form, None, 422 if request.method == "POST" else 200)


@bp.route("/staff/neighbourhoods/<int:neighbourhood_id>", methods=["GET", "POST"])
@staff_only
def change(neighbourhood_id: int) -> Any:
    """Other names; two who save at once see both texts."""
    row, form = queries.one_or_404(Neighbourhood, neighbourhood_id), NeighbourhoodForm()
    if not form.is_submitted():
        form.fill_texts("name", row.name)
        form.town.data, form.version.data = row.town, str(row.version)
    if form.validate_on_submit():
        try:
            with transaction():
                row = queries.one_or_404(Neighbourhood, neighbourhood_id)
                neighbourhoods.change(row, form.texts("name"), form.town.data or "", version=form.read_version())
        except Clash:
            row = queries.one_or_404(Neighbourhood, neighbourhood_id)
            form.version.data = str(row.version)
            return _page(form, row, 409)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Saved."))
            return redirect(url_for(".index"), 303)
    return _page(form, row, 422 if request.method == "POST" else 200)


def _page(form: NeighbourhoodForm, row: Neighbourhood | None, code: int) -> Any:
    return render_template(
        "associations/neighbourhood.html", form=form, row=row, is_clash=code == 409, places=neighbourhoods
    ), code


@bp.post("/staff/neighbourhoods/<int:neighbourhood_id>/<any(up,down,show,hide,here):what>")
@staff_only
def arrange(neighbourhood_id: int, what: str) -> Any:
    """One place up or down, offered or no longer, or where the Wok is."""
    with transaction():
        row = queries.one_or_404(Neighbourhood, neighbourhood_id)
        if what in ("up", "down"):
            neighbourhoods.move(row, -1 if what == "up" else 1)
        elif what == "here":
            neighbourhoods.settle_the_house(row, now=clock.now())
        else:
            neighbourhoods.show(row, is_shown=what == "show")
    if what == "hide":
        undo = url_for(".arrange", neighbourhood_id=neighbourhood_id, what="show")
        notice(_("It is no longer offered. Who lives there keeps it."), undo=undo)
    return redirect(url_for(".index"), 303)
