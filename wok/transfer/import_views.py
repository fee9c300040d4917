"""Bringing a list in (S10): choose, upload, look at every line, press once."""

from collections import Counter
from typing import Any

from flask import Response, abort, g, redirect, render_template, request, url_for
from sqlalchemy import select

from wok import clock
from wok.db import db, transaction
from wok.errors import Refusal
from wok.people.join_views import our_association
from wok.transfer import services, shown, undoing
from wok.transfer.blueprint import BIGGEST_ID, bp
from wok.transfer.catalogue import KINDS
from wok.transfer.forms import CarryOutForm, UploadForm
from wok.transfer.kinds import Kind, Way
from wok.transfer.models import SheetImport
from wok.web import sheet_files, sheets
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.uploads import takes_files

RECENT = 30
KIND = "any(associations,people,equipment,events)"


def import_or_404(import_id: int) -> SheetImport:
    """An import, done or not."""
    found = db.session.get(SheetImport, import_id) if 0 < import_id <= BIGGEST_ID else None
    return found or abort(404)


@bp.get("/staff/import")
@staff_only
def imports() -> str:
    """What can be brought in, what waits, what was done."""
    rows = list(db.session.scalars(select(SheetImport).order_by(SheetImport.id.desc()).limit(RECENT)))
    now = clock.now()
    open_ones = [one for one in rows if one.state == "open" and one.uploaded_at >= now - services.WAITS]
    done = [one for one in rows if one.state != "open"]
    return render_template("transfer/imports.html", kinds=KINDS, waiting=open_ones, done=done)


@bp.route(f"/staff/import/<{KIND}:kind>", methods=["GET", "POST"])
@staff_only
@takes_files(sheet_files.MOST_BYTES)
def upload(kind: str) -> Any:
    """Take a file; nothing is written but its lines, for a day."""
    form = UploadForm()
    if form.validate_on_submit():
        try:
            row = _keep(KINDS[kind], form)
        except Refusal as refusal:
            form.sheet.errors = [*form.sheet.errors, str(refusal.sentence)]
        else:
            return redirect(url_for(".preview", import_id=row.id), 303)
    form.fill_token()
    page = render_template("transfer/upload.html", form=form, kind=KINDS[kind])
    return page, 422 if form.is_submitted() else 200


def _keep(kind: Kind, form: UploadForm) -> SheetImport:
    data, name = form.sent()
    sheet = sheet_files.read(data, most_rows=services.MOST_LINES)
    way = Way(now=clock.now(), language=g.lang, by=g.person)
    with transaction():
        return services.open_import(kind, sheet, data, name, way=way, token=form.token())


@bp.get(f"/staff/import/<{KIND}:kind>/template/<any(csv,xlsx):form>")
@staff_only
def template(kind: str, form: str) -> Response:
    """An empty list with our headings; the XLSX says on a second sheet what each column takes."""
    fields = KINDS[kind].fields
    headings = [str(one.label) for one in fields]
    if form == "csv":
        return attachment(sheets.csv_bytes([headings]), f"wok-{kind}.csv", sheets.CSV_TYPE)
    told = [[_("Column"), _("Must be filled in"), _("Example"), _("Possible words")]]
    told += [
        [
            str(one.label),
            _("Yes") if one.is_required else _("No"),
            one.example,
            ", ".join(str(word) for word in (one.words or {}).values()),
        ]
        for one in fields
    ]
    book = sheets.xlsx_bytes({str(KINDS[kind].words): [headings], _("What goes where"): told})
    return attachment(book, f"wok-{kind}.xlsx", sheets.XLSX_TYPE)


def attachment(data: bytes, name: str, mimetype: str) -> Response:
    """A file to keep, never shown as a page."""
    answer = Response(data, content_type=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/staff/import/<int:import_id>")
@staff_only
def preview(import_id: int) -> Any:
    """Every line and what would become of it; once done, what became of it."""
    row = import_or_404(import_id)
    return page_of(row) if row.state == "open" else _done_page(row)


def page_of(row: SheetImport, form: CarryOutForm | None = None, *, status: int = 200) -> Any:
    """The preview; 422 or 409 where a press was refused."""
    kind, plan = KINDS[row.kind], services.plan(row, services.way_of(row, g.person, now=clock.now()))
    counts = plan.counts() + Counter(check=plan.counts()["error"] + plan.counts()["perhaps"])
    state = request.args.get("show", "check" if counts["check"] else "")
    state = state if state in shown.STATES else ""
    found, at = shown.chosen(plan, state), page_number()
    lines = found[(at - 1) * shown.PAGE : at * shown.PAGE]
    if form is None:
        form = CarryOutForm()
    form.fingerprint.data = plan.fingerprint()
    page = render_template(
        "transfer/preview.html",
        form=form,
        row=row,
        kind=kind,
        counts=counts,
        state=state,
        states=shown.STATES,
        tags=shown.TAGS,
        words=shown.WORDS,
        value=shown.value,
        lines=shown.lines(kind, row, lines),
        columns=shown.columns(row, plan.lines[0].line.cells if plan.lines else []),
        ready=kind.counted(counts["new"] + counts["changed"]),
        doubled=services.same_file_before(row),
        letters=shown.LETTERS.get(row.letters.rstrip("?")),
        at=at,
        has_more=len(found) > at * shown.PAGE,
    )
    return page, status


def page_number() -> int:
    """Which page of the lines is asked for; 1 where that is no number."""
    typed = request.args.get("page", "1")
    return min(max(int(typed), 1), shown.MOST_PAGES) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1


def _done_page(row: SheetImport) -> Any:
    lines = services.lines_of(row)
    kept = [one for one in lines if one.outcome == "kept"]
    return render_template(
        "transfer/done.html",
        row=row,
        kind=KINDS[row.kind],
        left=[one for one in lines if one.outcome == "left" and one.cells],
        kept=kept[: shown.PAGE],
        most=shown.PAGE,
        may_undo=undoing.may_undo(row, now=clock.now()),
    )


@bp.get("/staff/import/<int:import_id>/left-out")
@staff_only
def left_out(import_id: int) -> Response:
    """The lines that were not imported, as a file to correct and bring in again."""
    row = import_or_404(import_id)
    lines = [one.cells for one in services.lines_of(row) if one.outcome == "left" and one.cells]
    return attachment(sheets.csv_bytes([row.header, *lines]), f"wok-{row.kind}.csv", sheets.CSV_TYPE)


@bp.post("/staff/import/<int:import_id>/carry-out")
@staff_only
def carry_out(import_id: int) -> Any:
    """Write all that was shown as new or changed."""
    form, row = CarryOutForm(), import_or_404(import_id)
    if not form.validate_on_submit():
        return page_of(row, form, status=422)
    way = services.way_of(row, g.person, now=clock.now())
    way = services.telling(way, our_association, tells=bool(form.tells.data), may_book=bool(form.may_book.data))
    try:
        with transaction():
            services.carry_out(import_or_404(import_id), form.fingerprint.data or "", way)
    except services.AlreadyDone:
        return redirect(url_for(".preview", import_id=import_id), 303)
    except Refusal as refusal:
        form.refuse(refusal)
        return page_of(import_or_404(import_id), form, status=409)
    notice(_("Imported."), undo=url_for(".undo", import_id=import_id))
    return redirect(url_for(".preview", import_id=import_id), 303)


@bp.post("/staff/import/<int:import_id>/undo")
@staff_only
def undo(import_id: int) -> Any:
    """Take it all back, as far as nobody used it since."""
    try:
        with transaction():
            counts = undoing.undo(import_or_404(import_id), g.person, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        tone = "warning" if counts["kept"] else "done"
        words = (
            _("The import is undone. What has been used since stays and is listed here.")
            if counts["kept"]
            else _("The import is undone.")
        )
        notice(words, tone=tone)
    return redirect(url_for(".preview", import_id=import_id), 303)
