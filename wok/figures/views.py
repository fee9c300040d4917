"""Figures: all of them for staff (S13), and for everybody what names nobody; pages, spreadsheets and paper."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from wok import clock
from wok.db import transaction
from wok.figures import forms, months, paper, periods, releases, sections, shown, tables
from wok.figures.forms import PeriodForm, StaffForm
from wok.figures.periods import Period
from wok.figures.shown import Section
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.people import neighbourhoods
from wok.web import sheets
from wok.web.access import public, staff_only
from wok.web.pdf import pdf_bytes
from wok.web.sentences import gettext as _

bp = Blueprint("figures", __name__)

KINDS = {"csv": sheets.CSV_TYPE, "xlsx": sheets.XLSX_TYPE, "pdf": "application/pdf"}


@dataclass(frozen=True)
class Report:
    """What was chosen, and what there is to show of it."""

    form: PeriodForm
    title: str
    name: str  # of a file
    sections: list[Section]
    missing: str = ""


@bp.get("/staff/figures")
@staff_only
def staff() -> Any:
    """What was done in a period, in full."""
    report = _staff_report()
    counted = months.counted_on()
    page = render_template(
        "figures/staff.html", report=report, form=report.form, arguments=_arguments(), counted_on=counted
    )
    return page, 422 if report.form.errors else 200


@bp.post("/staff/figures/count-again")
@staff_only
def count_again() -> Any:
    """Forget what was counted of closed months: they are read anew."""
    with transaction():
        months.forget()
    return redirect(url_for(".staff", **_arguments()), 303)


@bp.get("/staff/figures/<any(csv,xlsx,pdf):kind>")
@staff_only
def staff_file(kind: str) -> Any:
    """The same as a file."""
    report = _staff_report()
    return abort(422) if report.form.errors else _file(report, kind)


@bp.get("/figures")
@public
def show() -> Any:
    """What everybody may know: closed quarters and their sums."""
    report = _public_report()
    page = render_template("figures/public.html", report=report, form=report.form, arguments=_arguments())
    return page, 422 if report.form.errors else 200


@bp.get("/figures/<any(csv,xlsx,pdf):kind>")
@public
def file(kind: str) -> Any:
    """The same as a file."""
    report = _public_report()
    return abort(422) if report.form.errors else _file(report, kind)


def _arguments() -> dict[str, Any]:
    return {key: value for key, value in request.args.items() if key in ("period", "first_on", "last_on", "place")}


def _staff_report() -> Report:
    now, places = clock.now(), neighbourhoods.all_of_them()
    today = weekly.local_day(now)
    form = StaffForm(_typed(), period=periods.year_of(today).code)
    offered = forms.offered("YHQM", sections.first_day(now=now), today)
    asked = periods.read(request.args.get("period", ""))
    form.period.choices = forms.choices(dict.fromkeys([*offered, *([asked] if asked else [])]))
    form.place.choices = [("", _("The whole town")), *((str(number), name) for number, name in _places(places))]
    is_good = form.validate()
    period = form.chosen(periods.year_of(today)) if is_good else periods.year_of(today)
    title = _("Figures: %(period)s", period=forms.say(period))
    if not is_good:
        return Report(form, title, "", [])
    place = form.place_id()
    grids = [tables.full(one) for one in sections.tables(period, place, places, now=now)]
    names = sections.names(places, g.lang)
    if place:
        title = f"{title}, {names[f'n{place}']}"
    return Report(form, title, _name("staff", period), shown.sections(grids, names))


def _public_report() -> Report:
    published = releases.quarters()
    found = _public_periods(published)
    form = PeriodForm(_typed(), period=found[0].code if found else "")
    form.period.choices = forms.choices(found)
    is_good = form.validate()
    chosen = next((one for one in found if one.code == form.period.data), None)
    if not is_good or chosen is None:
        return Report(form, _("Figures"), "", [])
    inside, wanted = [one for one in published if one in periods.quarters_in(chosen)], periods.quarters_in(chosen)
    names = sections.names(neighbourhoods.all_of_them(), g.lang)
    left = [forms.say(one) for code in wanted if code not in inside and (one := periods.read(code))]
    title = _("Figures: %(period)s", period=forms.say(chosen))
    return Report(form, title, _name("public", chosen), shown.sections(releases.grids(inside), names), ", ".join(left))


def _typed() -> MultiDict[str, str] | None:
    return request.args if request.args else None


def _places(places: Sequence[Any]) -> list[tuple[int, str]]:
    return [(one.id, neighbourhoods.full_name(one, g.lang)) for one in places]


def _public_periods(published: Sequence[str]) -> list[Period]:
    """Every year, half-year and quarter of which at least one quarter is public, the latest first."""
    known = [one for code in published if (one := periods.read(code))]
    if not known:
        return []
    offered = [one for kind in "YHQ" for one in periods.offered(kind, known[0].first, known[-1].last)]
    return [one for one in offered if set(periods.quarters_in(one)) & set(published)]


def _name(kind: str, period: Period) -> str:
    days = period.code or f"{period.first.isoformat()}-{period.last.isoformat()}"
    return f"wok-figures-{kind}-{days}"


def _file(report: Report, kind: str) -> Response:
    if not report.name:
        abort(404)
    answer = Response(_body(report, kind), content_type=KINDS[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{report.name}.{kind}"'
    answer.headers["Cache-Control"] = "private, no-store" if "staff" in request.path else "no-cache"
    return answer


def _body(report: Report, kind: str) -> bytes:
    if kind == "csv":
        return sheets.csv_bytes(shown.list_of(report.sections))
    if kind == "xlsx":
        return sheets.xlsx_bytes(shown.rows_of(report.sections) or {report.title: [[report.title]]})
    where = url_for("figures.staff" if "staff" in request.path else "figures.show")
    return pdf_bytes(paper.document(report.title, report.sections, where))
