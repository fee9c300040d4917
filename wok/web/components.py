"""Every component in every state, on one page of the demonstration (UX.md 6); invented data only."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from wtforms import BooleanField, DateField, EmailField, RadioField, SelectField, SelectMultipleField, TelField

from wok.web.access import public
from wok.web.dates import LUXEMBOURG
from wok.web.forms import LineField, LinesField, WholeNumberField, WokForm, between, required
from wok.web.notices import notice
from wok.web.picture import picture_code
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

bp = Blueprint("components", __name__)

NOON = datetime(2027, 3, 3, 11, 0, tzinfo=UTC)
TODAY = date(2027, 3, 3)
STATES = [
    "open",
    "few",
    "full",
    "waiting",
    "cancelled",
    "past",
    "mine",
    "draft",
    "decision",
    "held",
    "confirmed",
    "moved",
]
MONTH = date(2027, 3, 1)


class SampleForm(WokForm):
    """One field of each kind."""

    name = LineField(_l("Your name"), [required()])
    email = EmailField(_l("Your e-mail"))
    phone = TelField(_l("Your phone number"))
    people = WholeNumberField(_l("How many of you come?"), [required(), between(1, 12)], default=3)
    day = DateField(_l("Which day?"), [required()])
    language = SelectField(
        _l("Language of the talk"), choices=[("fr", "Français"), ("pt", "Português"), ("lb", "Lëtzebuergesch")]
    )
    time = RadioField(
        _l("Thursday 4 March"),
        [required()],
        choices=[("9:00", "9:00"), ("9:20", "9:20"), ("9:40", "9:40"), ("10:20", "10:20")],
    )
    diet = SelectMultipleField(
        _l("What should the kitchen know?"),
        choices=[("vegan", _l("Vegan")), ("halal", _l("Halal")), ("nuts", _l("No nuts"))],
    )
    weekly = BooleanField(_l("Count us in every Wednesday"))
    words = LinesField(_l("What do you bring?"))


def sample_form(*, wrong: bool) -> SampleForm:
    """The sample form at rest, or with an error at most of its fields."""
    form = SampleForm(formdata=None, prefix="wrong" if wrong else "rest", language="pt", time="9:20", diet=["vegan"])
    if wrong:
        form.name.errors = [_("Write your name, so that we can greet you.")]
        form.email.errors = [_("Write your e-mail like name@example.org")]
        form.people.errors = [_("Choose a number from 1 to 12.")]
        form.time.errors = [_("Choose a time.")]
    return form


def sample_month() -> list[list[dict[str, Any]]]:
    """Five weeks of March 2027 with a lunch each Wednesday, one cancelled, one day closed."""
    return [[_cell(MONTH + timedelta(days=7 * week + weekday)) for weekday in range(7)] for week in range(5)]


def _cell(day: date) -> dict[str, Any]:
    lunch = {
        "title": _("Wednesday lunch"),
        "href": "#entries",
        "flavour": "lunch",
        "start": datetime.combine(day, time(12), tzinfo=LUXEMBOURG),
        "cancelled": day.day == 17,
    }
    course = {
        "title": _("Language course"),
        "href": "#entries",
        "flavour": "event",
        "start": datetime.combine(day, time(12), tzinfo=LUXEMBOURG),
        "cancelled": False,
    }
    entries = [lunch] if day.weekday() == 2 else [course] if day.weekday() == 1 else []
    return {
        "day": day,
        "in_month": day.month == 3,
        "closed": _("Closed: spring cleaning") if day.day == 19 else None,
        "entries": entries,
    }


def sample_times() -> list[dict[str, Any]]:
    """A day of eight times: past, just taken, free, the last one."""
    states = {0: "past", 1: "taken", 7: "last"}
    hours = [(9, 0), (9, 20), (9, 40), (10, 20), (11, 0), (14, 0), (14, 20), (14, 40)]
    at = [datetime.combine(TODAY + timedelta(days=1), time(*clock), tzinfo=LUXEMBOURG) for clock in hours]
    return [{"value": f"{one:%H%M}", "at": one, "state": states.get(number, "free")} for number, one in enumerate(at)]


@bp.post("/components")
@public
def press() -> Any:
    """Any button of the page: something was done, and can be undone."""
    notice(_("Count changed to 4 people."), undo=request.path)
    return redirect(url_for(".show"), 303)


@bp.get("/components")
@public
def show() -> str:
    """All of them, light or dark as asked."""
    code = picture_code("https://wok.example.lu/b/7K3MQ2PX")
    times = SimpleNamespace(
        noon=NOON, two=NOON + timedelta(hours=2), night=NOON + timedelta(hours=14), today=TODAY, month=MONTH
    )
    return render_template(
        "components/show.html",
        rest=sample_form(wrong=False),
        wrong=sample_form(wrong=True),
        weeks=sample_month(),
        times=times,
        code=code,
        slots=sample_times(),
        friday=TODAY + timedelta(days=2),
        lang=g.lang,
        states=STATES,
    )


@bp.get("/components/door")
@public
def door() -> str:
    """The page without menus, as a screen at the door shows it."""
    return render_template("components/door.html", start=NOON, end=NOON + timedelta(hours=2), now=NOON, refresh=None)
