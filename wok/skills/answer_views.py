"""The helper's page: what is asked, yes or no, and afterwards the hours. The link of the mail is the key."""

from typing import Any

from flask import redirect, render_template, url_for

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.skills import asking, hours, messages
from wok.skills.blueprint import bp, call_or_404
from wok.skills.forms import HoursForm, NoForm
from wok.skills.models import SkillCall
from wok.web.access import public
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/skills/answer/<token>", endpoint="answer")
@public
def answer(token: str) -> Any:
    """What is asked of this helper, and how it stands."""
    return page(call_or_404(token))


def page(one: SkillCall, *, no: NoForm | None = None, said: HoursForm | None = None, code: int = 200) -> Any:
    """The helper's page; after a refusal with what was typed."""
    now, row = clock.now(), one.ask
    said, no = said or HoursForm(formdata=None), no or NoForm(formdata=None)
    said.know(row.helper_halves if row.helper_halves is not None else row.halves)
    is_coming = one.state == "yes"
    body = render_template(
        "skills/answer.html",
        call=one,
        ask=row,
        no=no,
        form=no if no.errors else said,
        hours_form=said,
        may_answer=one.state in ("asked", "no") and row.state in ("asked", "declined") and row.starts_at > now,
        may_stop=is_coming and row.state == "confirmed" and row.starts_at > now,
        is_over=is_coming and row.ends_at <= now,
        askers=messages.askers(row) if is_coming and row.state == "confirmed" else [],
    )
    return body, code


@bp.post("/skills/answer/<token>/yes", endpoint="say_yes")
@public
def say_yes(token: str) -> Any:
    """They come; both sides get the other's contact."""
    one = call_or_404(token)
    try:
        with transaction():
            asking.say_yes(one, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="info")
    else:
        notice(_("Thank you! Both of you have a message with the other’s contact."))
    return redirect(url_for(".answer", token=token), 303)


@bp.post("/skills/answer/<token>/no", endpoint="say_no")
@public
def say_no(token: str) -> Any:
    """They cannot, or no longer."""
    one, form = call_or_404(token), NoForm()
    if form.validate_on_submit():
        try:
            with transaction():
                asking.say_no(one, form.words.data or "", now=clock.now())
        except Refusal as refusal:
            notice(str(refusal.sentence), tone="warning")
        else:
            notice(_("Noted. Thank you for telling us."))
        return redirect(url_for(".answer", token=token), 303)
    return page(call_or_404(token), no=form, code=422)


@bp.post("/skills/answer/<token>/hours", endpoint="helper_hours")
@public
def helper_hours(token: str) -> Any:
    """How long it was, says the helper."""
    one, form = call_or_404(token), HoursForm()
    form.know(one.ask.halves)
    if form.validate_on_submit() and one.state == "yes":
        try:
            with transaction():
                hours.say(one.ask, hours.HELPER, int(form.hours.data), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Thank you. We have noted the hours."))
            return redirect(url_for(".answer", token=token), 303)
    return page(call_or_404(token), said=form, code=422)
