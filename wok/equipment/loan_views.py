"""One loan's own page (P7): a short link that works without an account; changing it."""

from typing import Any

from flask import g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import door
from wok.bookings.door import Sight
from wok.bookings.letters import LettersForm
from wok.bookings.models import Booking
from wok.bookings.own_page import OwnPage
from wok.db import db
from wok.equipment import asking_shown, basket, loan_changing, loans
from wok.equipment.blueprint import bp
from wok.equipment.loan_changing import Change
from wok.equipment.loan_forms import ChangeForm
from wok.equipment.loan_numbers import Numbers
from wok.equipment.loan_rules import Days
from wok.equipment.loan_sheet import cost_words, sheet
from wok.errors import Refusal
from wok.sharing.forms import ReviewForm
from wok.web.access import public
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/equipment/loan/<ref>")
@public
def booking(ref: str) -> Any:
    """The loan as it stands; a printed code asks for the letters of the name first, known or not."""
    return own.show(ref)


def page(booking: Booking, sight: Sight, *, refusal: Refusal | None = None) -> Any:
    """The loan's page, after a refusal with its sentence on top and status 422."""
    seen = sheet(booking, sight, g.lang, now=clock.now())
    body = render_template(
        "equipment/loan.html",
        sheet=seen,
        booking=booking,
        loan=seen.loan,
        asking=ReviewForm(formdata=None),
        cost_words=cost_words,
        refusal=refusal,
        letters_form=LettersForm(formdata=None),
    )
    return body, 422 if refusal else 200


own = OwnPage(loans.KIND, page, lambda booking, now: db.session.refresh(booking))


@bp.route("/equipment/loan/<ref>/change", methods=["GET", "POST"])
@public
def change(ref: str) -> Any:
    """How many, which days, a thing more; all of it or nothing, and nothing typed is lost."""
    now, found, form = clock.now(), own.changeable_or_404(ref), ChangeForm()
    seen = sheet(found, door.sight_of(found, ref), g.lang, now=now)
    if not seen.is_open:
        return redirect(url_for(".booking", ref=ref), 303)
    form.more.choices = [("", _("Nothing more")), *asking_shown.choices(g.lang, but=loans.lines_of(found))]
    numbers = Numbers(loans.lines_of(found), request.form if request.method == "POST" else {})
    if request.method != "POST":
        form.show(seen.loan, found.version)
        return _form(found, form, numbers, ref, code=200)
    code = 422
    if form.validate_on_submit() and numbers.are_good():
        code = own.save(
            found, form, lambda booking, now: loan_changing.change(booking, _wanted(form, numbers), now=now)
        ).code
    if code == 303:
        notice(_("Changed."))
        return redirect(url_for(".booking", ref=ref), 303)
    return _form(found, form, numbers, ref, code=code)


def _wanted(form: ChangeForm, numbers: Numbers) -> Change:
    """What the loan is to become. Raises what the basket raises for the thing more."""
    days, more = form.good_days(), form.more.data or ""
    if not more:
        return Change(numbers.values(), (), days)
    added = basket.read({f"q{more}": str(form.more_number.data or "")}, g.lang)
    return Change(numbers.values(), tuple(added.wanted()), days)


def _form(booking: Booking, form: ChangeForm, numbers: Numbers, ref: str, *, code: int) -> Any:
    loan = loans.loan_of(booking)
    body = render_template(
        "equipment/loan_change.html",
        form=form,
        booking=booking,
        loan=loan,
        numbers=numbers.shown(g.lang),
        stands=code == 409,
        present=Days(loan.pick_up_on, loan.return_on),
        is_joint=any(len(line.request.partners) > 1 for line in loans.lines_of(booking) if line.request),
        ref=ref,
    )
    return body, code
