"""Signing in and out (page P19): a mailed link, six digits, or a code from the desk."""

import secrets
from datetime import datetime
from typing import Any

from flask import current_app, g, make_response, redirect, render_template, request, session, url_for

from wok import clock
from wok.db import transaction
from wok.people import attempts, rules, sessions, sign_in
from wok.people.blueprint import bp
from wok.people.contact import read_email
from wok.people.forms import CodeForm, DigitsForm, SignInForm
from wok.people.models import Person
from wok.web.access import public
from wok.web.addresses import whole
from wok.web.forms import ActionForm
from wok.web.noted import note
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.typed import TYPED, waiting

FAILED = "sign_in.address"


@bp.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@public
def ask_for_mail() -> Any:
    """Ask for a link and six digits by mail; the answer is the same whoever asks."""
    form = SignInForm()
    if form.validate_on_submit():
        meant = form.doubtful(form.email.data)
        if meant is None:
            return _send(read_email(form.email.data or "") or "")
        form.email.errors = [
            *form.email.errors,
            _("Did you mean %(address)s? If your address is right, send once more.", address=meant),
        ]
    return _page("people/sign_in.html", form, typed=waiting())


def _send(email: str) -> Any:
    session.setdefault("browser", secrets.token_urlsafe(32))
    session["ask"] = secrets.token_urlsafe(16)
    session["asked_email"] = email[:200]
    session["next"] = rules.local_path(request.args.get("next", ""), otherwise="")
    note("sign_in.asked")
    with transaction():
        sign_in.ask(email, browser=session["browser"], link_for=_address_of, now=clock.now())
    return redirect(url_for(".sent"), 303)


def _address_of(secret: str, language: str) -> str:
    return whole(url_for("people.use_link", secret=secret, lang=language))


@bp.route("/sign-in/sent", methods=["GET", "POST"])
@public
def sent() -> Any:
    """Say that a mail is on its way if we know the address, and take its six digits."""
    form, now = DigitsForm(), clock.now()
    if not form.validate_on_submit():
        return _page("people/sent.html", form, email=session.get("asked_email", ""))
    asked = session.get("ask", "")
    if _is_slowed(now=now) or attempts.is_slowed("sign_in.ask", asked, now=now, most=sign_in.TRIES):
        return _page("people/too_many.html", form, status=429)
    with transaction():
        person = sign_in.use_digits(form.read(), browser=session.get("browser", ""), now=now)
        secret = _begin(person, now=now) if person else _fail(asked, now=now)
    if person:
        return _enter(person, secret, "digits")
    form.digits.errors = [_("These are not the digits of your last mail. Look at them again, or ask for a new mail.")]
    return _page("people/sent.html", form, email=session.get("asked_email", ""))


@bp.route("/sign-in/<string(maxlength=100):secret>", methods=["GET", "POST"])
@public
def use_link(secret: str) -> Any:
    """The page behind the mailed link: looking at it uses nothing up, its button does (mail scanners open links)."""
    form, now, browser = DigitsForm(), clock.now(), session.get("browser", "")
    state = sign_in.state_of(sign_in.find_link(secret), browser=browser, now=now)
    if state not in ("ready", "other_browser"):
        return render_template("people/link_over.html", state=state), 404 if state == "unknown" else 410
    if request.method != "POST":
        return render_template("people/link.html", form=form, state=state)
    if state == "ready":
        form = ActionForm()
    if not form.validate_on_submit():
        return render_template("people/link.html", form=form, state=state), 422
    if state == "other_browser" and (
        _is_slowed(now=now) or attempts.is_slowed("sign_in.link", secret, now=now, most=sign_in.TRIES)
    ):
        return _page("people/too_many.html", form, status=429)
    return _open(secret, form, state, now=now)


def _open(secret: str, form: Any, state: str, *, now: datetime) -> Any:
    with transaction():
        row = sign_in.find_link(secret)
        is_right = row is not None and (state == "ready" or sign_in.has_digits(row, form.read()))
        person = sign_in.claim(row, now=now) if row and is_right else None
        if not is_right:
            attempts.note("sign_in.link", secret, now=now)
            _fail("", now=now)
        cookie = _begin(person, now=now) if person else ""
    if person:
        return _enter(person, cookie, "link")
    if is_right:
        return render_template("people/link_over.html", state="used"), 410
    form.digits.errors = [_("These are not the digits of this mail. Look at them again.")]
    return render_template("people/link.html", form=form, state=state), 422


@bp.route("/sign-in/with-code", methods=["GET", "POST"])
@public
def with_code() -> Any:
    """Come in with a code the staff gave, without any e-mail."""
    form, now = CodeForm(), clock.now()
    if request.method == "POST":
        session["next"] = rules.local_path(request.args.get("next", ""), otherwise="")
    if not form.validate_on_submit():
        return _page("people/with_code.html", form)
    if _is_slowed(now=now):
        return _page("people/too_many.html", form, status=429)
    with transaction():
        person = sign_in.use_code(form.code.data or "", now=now)
        secret = _begin(person, now=now) if person else _fail("", now=now)
    if person:
        return _enter(person, secret, "code")
    form.code.errors = [
        _("This code is not right, was used before, or is older than a day. The staff gladly give you a new one.")
    ]
    return _page("people/with_code.html", form)


@bp.post("/sign-out")
@public
def sign_out() -> Any:
    """End this browser's login."""
    with transaction():
        if g.login:
            sessions.end(g.login.id, now=clock.now())
            note("sign_out")
    session.clear()
    notice(_("You are signed out."))
    response = make_response(redirect(url_for(".sign_in"), 303))
    sessions.take_cookie(response)
    return response


def _page(template: str, form: Any, *, status: int | None = None, **facts: Any) -> Any:
    return render_template(template, form=form, **facts), status or (422 if request.method == "POST" else 200)


def _from() -> str:
    return request.remote_addr or "?"


def _is_slowed(*, now: datetime) -> bool:
    return attempts.is_slowed(FAILED, _from(), now=now)


def _fail(asked: str, *, now: datetime) -> str:
    note("sign_in.failed")
    attempts.note(FAILED, _from(), now=now)
    if asked:
        attempts.note("sign_in.ask", asked, now=now)
    return ""


def _begin(person: Person, *, now: datetime) -> str:
    return sessions.begin(person, browser=rules.browser_words(request.user_agent.string), now=now)


def _enter(person: Person, secret: str, way: str) -> Any:
    """Go on as somebody new: nothing of the session before is kept but where to go, and what had been typed."""
    note("sign_in.done", person=person.id, way=way)
    target, typed = session.get("next", ""), session.get(TYPED)
    session.clear()
    if typed:
        session[TYPED] = typed
        notice(_("What you had written is back. It is not sent yet."), tone="info")
    response = make_response(redirect(rules.local_path(target, otherwise=_first_page(person)), 303))
    sessions.give_cookie(response, secret)
    return response


def _first_page(person: Person) -> str:
    pages = ("staff.today" if person.is_staff else "my.show", "people.profile", "home.show")
    return url_for(next((page for page in pages if page in current_app.view_functions), "people.sign_in"))
