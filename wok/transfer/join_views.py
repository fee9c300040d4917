"""Joining doubles (S10): who may be there twice, both side by side, one press, and thirty days to part them again."""

from collections import Counter
from typing import Any

from flask import g, redirect, render_template, url_for
from sqlalchemy import select

from wok import clock
from wok.db import db, transaction
from wok.errors import Refusal
from wok.people import queries, words
from wok.people.models import Association, Person
from wok.transfer import doubles as found_doubles
from wok.transfer import joining
from wok.transfer.blueprint import bp
from wok.transfer.models import Joining
from wok.web.access import staff_only
from wok.web.forms import ActionForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

RECENT = 20
KIND = "any(association,person)"
MOVED = {
    "booking": _l("Bookings"),
    "membership": _l("Memberships"),
    "event": _l("Events"),
    "registration": _l("Events"),
    "project": _l("Projects"),
    "project_partner": _l("Projects"),
    "pledge": _l("Projects"),
    "skill_offer": _l("Skills"),
    "skill_ask": _l("Skills"),
    "item": _l("Equipment"),
    "share_circle_member": _l("What they were given"),
    "directory_entry": _l("Page in the directory"),
    "conversation": _l("Letters"),
}


def _pair(kind: str, kept: int, left: int) -> tuple[Any, Any]:
    table: type[Association] | type[Person] = joining.TABLES[kind]
    return queries.one_or_404(table, kept), queries.one_or_404(table, left)


@bp.get("/staff/doubles")
@staff_only
def doubles() -> str:
    """Who may be there twice, and who was joined lately."""
    now = clock.now()
    rows = list(db.session.scalars(select(Joining).order_by(Joining.id.desc()).limit(RECENT)))
    names = {(one.kind, one.id): one for one in _shown(rows)}
    return render_template(
        "transfer/doubles.html",
        associations=found_doubles.associations(),
        people=found_doubles.people(),
        done=rows,
        names=names,
        now=now,
    )


class _Name:
    """A joined row's name, for the list."""

    def __init__(self, kind: str, row: Association | Person) -> None:
        self.kind, self.id, self.name = kind, row.id, row.name


def _shown(rows: list[Joining]) -> list[_Name]:
    wanted = {kind: {one.kept_id for one in rows if one.kind == kind} for kind in joining.TABLES}
    people = db.session.scalars(select(Person).where(Person.id.in_(wanted["person"])))
    groups = db.session.scalars(select(Association).where(Association.id.in_(wanted["association"])))
    return [*(_Name("person", one) for one in people), *(_Name("association", one) for one in groups)]


@bp.route(f"/staff/doubles/<{KIND}:kind>/<int:kept_id>/<int:left_id>", methods=["GET", "POST"])
@staff_only
def join(kind: str, kept_id: int, left_id: int) -> Any:
    """Both side by side, and what would move; the press makes them one."""
    kept, left = _pair(kind, kept_id, left_id)
    form = ActionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                _pair(kind, kept_id, left_id)
                row = joining.join(kind, kept_id, left_id, g.person, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
            kept, left = _pair(kind, kept_id, left_id)
        else:
            notice(_("They are one now."), undo=url_for(".part", joining_id=row.id))
            return redirect(url_for(".doubles"), 303)
    page = render_template("transfer/join.html", form=form, kind=kind, words=words, **_facts(kind, kept, left))
    return page, 422 if form.is_submitted() else 200


def _facts(kind: str, kept: Any, left: Any) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for one in joining.would_move(kind, left.id):
        counts[str(MOVED.get(one.table, _("Other lines")))] += one.count
    why = None
    try:
        joining.check(kind, kept, left)
    except Refusal as refusal:
        why = refusal.sentence
    return {"kept": kept, "left": left, "counts": counts, "why": why}


@bp.post("/staff/doubles/<int:joining_id>/part")
@staff_only
def part(joining_id: int) -> Any:
    """Two again."""
    try:
        with transaction():
            joining.part(queries.one_or_404(Joining, joining_id), g.person, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("They are two again. What came since stays with the one that was kept."))
    return redirect(url_for(".doubles"), 303)
