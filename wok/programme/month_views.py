"""The programme of one month for paper: a page to print, and the same as PDF."""

from datetime import date, timedelta
from typing import Any

from flask import Response, abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.programme import choices, filters, lines, paper
from wok.programme.blueprint import bp
from wok.programme.choices import Shown
from wok.programme.lines import Day
from wok.web.access import public
from wok.web.dates import month_name
from wok.web.pdf import Block, Paragraph, pdf_bytes
from wok.web.sentences import gettext as _
from wok.web.strangers import same_for_strangers

FIRST, LAST = date(2020, 1, 1), date(2099, 12, 1)


@dataclass(frozen=True)
class Month:
    """The dates of one month that are looked for."""

    first: date
    days: list[Day]
    shown: Shown

    @property
    def title(self) -> str:
        """What stands on top of the paper."""
        return _("Programme of %(month)s", month=month_name(self.first))


@bp.get("/programme")
@public
def index() -> Any:
    """This month."""
    today = weekly.local_day(clock.now())
    return redirect(url_for(".month", month=f"{today:%Y-%m}", **filters.read(request.args).query), 302)


@bp.get("/programme/<string(length=7):month>")
@public
@same_for_strangers
def month(month: str) -> Any:
    """One month to be read or printed."""
    one = _month_or_404(month)
    following, before = _next(one.first), (one.first - weekly.DAY).replace(day=1)
    return render_template(
        "programme/month.html",
        one=one,
        address=paper.address(),
        web=paper.web_address(),
        pdf=_link(one, one.first, ".month_pdf"),
        pdf_address=url_for(".month_pdf", month=month),
        agenda=url_for("agenda.month", month=month, **one.shown.wanted.query),
        previous=_link(one, before),
        following=_link(one, following),
    )


@bp.get("/programme/<string(length=7):month>.pdf")
@public
def month_pdf(month: str) -> Response:
    """The same as PDF, tagged for readers who listen."""
    _month_or_404(month)
    languages = paper.chosen_languages()
    made = pdf_bytes(paper.document(languages, lambda: _written(_month_or_404(month))))
    return pdf_answer(made, "-".join(["wok", month, *(languages if len(languages) > 1 else ())]))


def _written(one: Month) -> tuple[str, list[Block]]:
    said = [Paragraph(one.shown.said)] if one.shown.said else []
    return one.title, [*said, *(paper.day_blocks(one.days) or [Paragraph(_("Nothing is planned in this month."))])]


def pdf_answer(body: bytes, name: str) -> Response:
    """A PDF that opens in the browser and is saved under this name."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-cache"}
    return Response(body, headers=headers, mimetype="application/pdf")


def _month_or_404(said: str) -> Month:
    try:
        first = date.fromisoformat(f"{said}-01")
    except ValueError:
        abort(404)
    if f"{first:%Y-%m}" != said or not FIRST <= first <= LAST:
        abort(404)
    wanted = filters.read(request.args)
    days = lines.days(first, _next(first), wanted, now=clock.now())
    names = lines.names_of([line for day in days for line in day.entries])
    shown = choices.shown(
        wanted, lines.neighbourhood_names(g.lang), names, lambda other: url_for(".month", month=said, **other.query)
    )
    return Month(first, days, shown)


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _link(one: Month, first: date, endpoint: str = ".month") -> str | None:
    is_known = FIRST <= first <= LAST
    return url_for(endpoint, month=f"{first:%Y-%m}", **one.shown.wanted.query) if is_known else None
