"""Newsletters composed: for whom and when, what is in it, a look at it. Associations make drafts, staff publish."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.people import neighbourhoods
from wok.programme import newsletters
from wok.programme.blueprint import bp
from wok.programme.models import Newsletter
from wok.programme.newsletter_content import content, title_of
from wok.programme.newsletter_facts import following, month_after
from wok.programme.newsletter_forms import NewsletterForm
from wok.programme.newsletter_views import period
from wok.web.access import signed_in, staff_only
from wok.web.forms import ActionForm
from wok.web.language import LANGUAGE_NAMES
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/staff/newsletter")
@staff_only
def newsletters_staff() -> str:
    """All of them, drafts too."""
    rows = [(row, title_of(row), period(row)) for row in newsletters.all_of_them()]
    return render_template("programme/staff_newsletters.html", rows=rows)


@bp.get("/my/newsletter")
@signed_in
def own_newsletters() -> str:
    """Those this person composed for their neighbourhood, and how each stands."""
    _must_compose()
    rows = [(row, title_of(row), period(row)) for row in newsletters.of(g.person)]
    return render_template("programme/own_newsletters.html", rows=rows)


def _must_compose() -> None:
    if not newsletters.may_compose(g.person, g.memberships):
        abort(403)


@bp.route("/my/newsletter/new", methods=["GET", "POST"])
@signed_in
def new_newsletter() -> Any:
    """For whom and when; `like`: the next one after another."""
    _must_compose()
    form = _form(None)
    if not form.is_submitted():
        like = newsletters.found(request.args.get("like", 0, type=int), g.person)
        today = weekly.local_day(clock.now())
        form.fill(following(newsletters.facts_of(like)) if like else month_after(today))
        form.fill_token()
    if not form.validate_on_submit():
        return _form_page(form, None, 422 if form.errors else 200)
    facts, token = form.facts(), form.token()
    try:
        with transaction():
            row = newsletters.make(facts, g.person, form_token=token, now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, None, 422)
    except IntegrityError:  # the same form twice at once: the other press made it
        with transaction():
            row = newsletters.make(facts, g.person, form_token=token, now=clock.now())
    notice(_("Saved as a draft."))
    return redirect(url_for(".compose", number=row.id), 303)


@bp.route("/my/newsletter/<int:number>/change", methods=["GET", "POST"])
@signed_in
def change_newsletter(number: int) -> Any:
    """Other words or days; two who save at once see both texts."""
    row = _row_or_404(number)
    form = _form(row)
    if not form.is_submitted():
        form.fill(newsletters.facts_of(row))
        form.version.data = str(row.version)
    if not form.validate_on_submit():
        return _form_page(form, row, 422 if form.errors else 200)
    try:
        with transaction():
            newsletters.change(_row_or_404(number), form.facts(), version=form.read_version(), now=clock.now())
    except StaleDataError:
        row = _row_or_404(number)
        form.version.data = str(row.version)
        return _form_page(form, row, 409)
    notice(_("Saved."))
    return redirect(url_for(".compose", number=number), 303)


@bp.get("/my/newsletter/<int:number>")
@signed_in
def compose(number: int) -> str:
    """What is published in its days: each can be left out."""
    row = _row_or_404(number)
    one = content(row, now=clock.now())
    return render_template(
        "programme/compose.html",
        one=one,
        row=row,
        left_out=set(row.left_out),
        period=period(row),
        gaps=[LANGUAGE_NAMES[code] for code in row.languages if not row.opening.get(code)],
    )


@bp.post("/my/newsletter/<int:number>/pick")
@signed_in
def pick(number: int) -> Any:
    """Keep only what is ticked; what the page did not offer stays as it was."""
    row = _row_or_404(number)
    if not ActionForm().validate_on_submit():
        abort(400)
    known = set(content(row, now=clock.now()).keys)
    offered = known & set(request.form.getlist("offered"))
    with transaction():
        newsletters.pick(_row_or_404(number), offered, request.form.getlist("in"), now=clock.now())
    notice(_("Saved."))
    return redirect(url_for(".compose", number=number), 303)


@bp.post("/staff/newsletter/<int:number>/<any(publish,withdraw):what>")
@staff_only
def publish_newsletter(number: int, what: str) -> Any:
    """Everybody can read it, or nobody any more; each takes the other back."""
    if not ActionForm().validate_on_submit():
        abort(400)
    with transaction():
        row = _row_or_404(number)
        if what == "publish":
            newsletters.publish(row, now=clock.now())
        else:
            newsletters.withdraw(row)
    other = "withdraw" if what == "publish" else "publish"
    words = _("Everybody can read it now.") if what == "publish" else _("Nobody but staff can read it now.")
    notice(words, undo=url_for(".publish_newsletter", number=number, what=other))
    return redirect(url_for(".compose", number=number), 303)


def _row_or_404(number: int) -> Newsletter:
    row = newsletters.found(number, g.person)
    return row if row is not None and newsletters.may_change(row, g.person) else abort(404)


def _form(row: Newsletter | None) -> NewsletterForm:
    form = NewsletterForm()
    form.offer(neighbourhoods.choices(g.lang, keep=row.neighbourhood_id if row else None))
    return form


def _form_page(form: NewsletterForm, row: Newsletter | None, code: int) -> Any:
    return render_template("programme/newsletter_form.html", form=form, row=row, is_clash=code == 409), code
