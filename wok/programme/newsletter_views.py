"""Newsletters anybody may read: the list, one as a page that prints well, and the same as PDF."""

from typing import Any

from flask import Response, abort, g, render_template, url_for

from wok import clock
from wok.programme import newsletters, paper
from wok.programme.blueprint import bp
from wok.programme.models import Newsletter
from wok.programme.month_views import pdf_answer
from wok.programme.newsletter_content import Content, Looking, content, title_of
from wok.web.access import public
from wok.web.dates import say_day
from wok.web.pdf import Block, Bullets, Heading, Paragraph, Run, pdf_bytes
from wok.web.sentences import gettext as _


@bp.get("/newsletter")
@public
def newsletter_list() -> str:
    """All that are published, the newest first."""
    rows = [(row, title_of(row)) for row in newsletters.published()]
    may_compose = g.person is not None and newsletters.may_compose(g.person, g.memberships)
    return render_template("programme/newsletters.html", rows=rows, may_compose=may_compose)


@bp.get("/newsletter/<int:number>")
@public
def newsletter(number: int) -> Any:
    """One newsletter, to be read or printed."""
    row = _row_or_404(number)
    return render_template(
        "programme/newsletter.html",
        one=_content(row),
        row=row,
        address=paper.address(),
        web=paper.web_address(),
        may_change=g.person is not None and newsletters.may_change(row, g.person),
    )


@bp.get("/newsletter/<int:number>.pdf")
@public
def newsletter_pdf(number: int) -> Response:
    """The same as PDF, tagged for readers who listen."""
    row, languages = _row_or_404(number), paper.chosen_languages()
    made = pdf_bytes(paper.document(languages, lambda: _written(_content(row))))
    return pdf_answer(made, f"wok-newsletter-{number}-{'-'.join(languages)}")


def _written(one: Content) -> tuple[str, list[Block]]:
    return one.title.text, [*_opening(one), *paper.day_blocks(one.days), *_looking(one)]


def _row_or_404(number: int) -> Newsletter:
    return newsletters.found(number, g.person) or abort(404)


def _content(row: Newsletter) -> Content:
    return content(row, now=clock.now()).picked()


def period(row: Newsletter) -> str:
    """ "From Tuesday 1 December to Thursday 31 December"."""
    return _("From %(start)s to %(end)s", start=say_day(row.first_on), end=say_day(row.last_on))


def _opening(one: Content) -> list[Block]:
    language = one.opening.language if one.opening.language != g.lang else ""
    said = [Paragraph(Run(part.strip(), language)) for part in one.opening.text.split("\n\n")]
    return [Paragraph(Run(period(one.row), is_strong=True)), *said]


def _looking(one: Content) -> list[Block]:
    if not one.looking:
        return []
    where = paper.web_address(url_for("projects.index"))
    return [
        Heading(_("Who looks for somebody")),
        Bullets([_runs(each) for each in one.looking]),
        Paragraph(Run(where, href=where)),
    ]


def _runs(each: Looking) -> list[Run]:
    language = each.title.language if each.title.language != g.lang else ""
    runs = [Run(each.title.text, language, True, paper.web_address(each.href))]
    runs += [Run(f" · {each.owner}")] if each.owner else []
    runs += [Run(f"\n{each.text.text}", language)] if each.text else []
    needs = _("Still needed: %(what)s", what=", ".join(each.needs)) if each.needs else ""
    return [*runs, Run(f"\n{needs}")] if needs else runs
