"""Taking tables out (S13): what, which days, CSV or XLSX; every file is put on record."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from flask import g, render_template
from sqlalchemy import select
from wtforms import DateField, RadioField
from wtforms.validators import AnyOf, Optional

from wok import clock
from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.transfer import services
from wok.transfer.blueprint import bp
from wok.transfer.exports import EXPORTS, Export
from wok.transfer.import_views import attachment
from wok.transfer.models import TransferNote
from wok.web import sheets
from wok.web.access import staff_only
from wok.web.forms import WokForm, required
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.sheets import Value

MOST = {"csv": 100_000, "xlsx": 20_000}  # an XLSX of more takes longer than anybody waits
YEARS = (date(2015, 1, 1), date(2100, 12, 31))
LONGEST = timedelta(days=366 * 10 + 3)
RECENT = 20


class ExportForm(WokForm):
    """Which table, which days, which kind of file."""

    what = RadioField(_l("Which table?"), [required(), AnyOf(list(EXPORTS), message=_l("Please choose one of these."))])
    first_on = DateField(_l("From"), [Optional()])
    last_on = DateField(_l("Until"), [Optional()])
    form = RadioField(
        _l("Which kind of file?"),
        [required(), AnyOf(list(MOST), message=_l("Please choose one of these."))],
        choices=[("xlsx", "XLSX (Excel)"), ("csv", "CSV")],
        default="xlsx",
        validate_choice=False,
    )


def _form(today: date) -> ExportForm:
    form = ExportForm(first_on=date(today.year, 1, 1), last_on=today)
    form.what.choices = [(one.code, one.words) for one in EXPORTS.values()]
    return form


@bp.route("/staff/export", methods=["GET", "POST"])
@staff_only
def exports() -> Any:
    """Choose a table; the press is put on record and answers with the file."""
    now = clock.now()
    form = _form(weekly.local_day(now))
    if form.validate_on_submit():
        try:
            return _file(EXPORTS[form.what.data], form, now=now)
        except Refusal as refusal:
            form.refuse(refusal)
    noted = select(TransferNote).where(TransferNote.what == "export").order_by(TransferNote.id.desc()).limit(RECENT)
    page = render_template("transfer/exports.html", form=form, notes=list(db.session.scalars(noted)), tables=EXPORTS)
    return page, 422 if form.is_submitted() else 200


def _file(export: Export, form: ExportForm, *, now: datetime) -> Any:
    start, end = _period(form) if export.is_dated else (datetime.min.replace(tzinfo=UTC), now)
    kind = form.form.data
    rows: list[list[Value]] = list(islice(export.rows(start, end, g.lang), MOST[kind] + 1))
    if len(rows) > MOST[kind]:
        raise Refusal(_("That is more than %(number)s lines. Choose fewer days, or CSV.", number=MOST[kind]))
    table: list[list[Value]] = [[str(one) for one in export.headings], *rows]
    days = [form.first_on.data.isoformat(), form.last_on.data.isoformat()] if export.is_dated else []
    name = "-".join(["wok", export.code, *days, weekly.local_day(now).isoformat()])
    is_csv = kind == "csv"
    data = sheets.csv_bytes(table) if is_csv else sheets.xlsx_bytes({str(export.words): table})
    with transaction():
        facts = {"what": export.code, "form": kind, "days": days, "lines": len(rows)}
        services.note("export", g.person, facts, now=now)
    return attachment(data, f"{name}.{kind}", sheets.CSV_TYPE if is_csv else sheets.XLSX_TYPE)


def _period(form: ExportForm) -> tuple[datetime, datetime]:
    """The days chosen, both ends included. Raises Refusal."""
    first, last = form.first_on.data, form.last_on.data
    if not first or not last:
        raise Refusal(_("Choose the first and the last day."), field="last_on" if first else "first_on")
    if not YEARS[0] <= first <= last <= YEARS[1] or last - first > LONGEST:
        raise Refusal(_("Choose an end that is not before the beginning, at most ten years later."), field="last_on")
    return weekly.day_span(first).start, weekly.day_span(last).end
