"""The house's own pages: visit and contact, help, privacy, accessibility, the site map, and the staff's texts."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel.speaklater import LazyString
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.db import transaction
from wok.web import house_texts
from wok.web.access import public, staff_only
from wok.web.language import LANGUAGES
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

bp = Blueprint("house", __name__)

# Every public page a reader can open without knowing more; a page of a later issue shows once it exists.
SITE_MAP: tuple[tuple[LazyString, tuple[tuple[str, LazyString], ...]], ...] = (
    (
        _l("What is on"),
        (
            ("home.show", _l("Home")),
            ("agenda.show", _l("Agenda")),
            ("agenda.week", _l("The week on one page")),
            ("agenda.month", _l("The month on one page")),
            ("programme.index", _l("The month on paper")),
            ("programme.newsletter_list", _l("Newsletters")),
            ("lunches.show", _l("Wednesday lunch")),
            ("events.index", _l("Events and courses")),
            ("oncall.show", _l("On-call")),
            ("oncall.door", _l("The screen at the door")),
            ("appointments.show", _l("Appointment")),
            ("equipment.catalogue", _l("Equipment to borrow")),
            ("equipment.free", _l("What is free")),
            ("equipment.ask", _l("Ask for dates")),
            ("skills.index", _l("Skills")),
            ("space.show", _l("Rooms")),
            ("projects.index", _l("Ideas and projects")),
            ("directory.index", _l("Associations")),
            ("sharing.how", _l("How we share")),
            ("sharing.public_rounds", _l("All rounds and their files")),
            ("figures.show", _l("Figures")),
            ("feeds.subscribe", _l("See the Wok in my calendar")),
            ("programme.embed", _l("Our agenda on your site")),
        ),
    ),
    (
        _l("You and the Wok"),
        (
            ("bookings.find", _l("Find my booking")),
            ("people.sign_in", _l("Sign in")),
            ("people.join", _l("Join with your association")),
            ("reading.show", _l("Reading and language")),
        ),
    ),
    (
        _l("About the Wok"),
        (
            ("house.contact", _l("Visit and contact")),
            ("fair_access.show", _l("Fair access")),
            ("house.help", _l("Help")),
            ("house.feedback", _l("Tell us what does not work")),
            ("house.privacy", _l("Privacy")),
            ("house.accessibility", _l("Accessibility")),
            ("house.site_map", _l("Site map")),
        ),
    ),
)


@bp.get("/contact")
@public
def contact() -> str:
    """Where the Wok is, when somebody is there, how to reach a human."""
    return render_template("house/contact.html")


@bp.get("/help")
@public
def help() -> str:
    """How booking, changing and signing in work, in short answers."""
    return render_template("house/help.html")


@bp.get("/privacy")
@public
def privacy() -> str:
    """What is kept, how long, and what a person may ask for (GDPR, PROMISES D1 to D4)."""
    return render_template("house/privacy.html")


@bp.get("/accessibility")
@public
def accessibility() -> str:
    """The statement the law of 28 May 2019 asks for, and how to use the reading aids."""
    return render_template("house/accessibility.html")


@bp.get("/feedback")
@public
def feedback() -> str:
    """Whom to tell what does not work; an answer comes within 30 days."""
    return render_template("house/feedback.html")


@bp.get("/site-map")
@public
def site_map() -> str:
    """Every public page on one."""
    return render_template("house/site_map.html", parts=SITE_MAP)


@bp.route("/staff/texts", methods=["GET", "POST"])
@staff_only
def texts() -> Any:
    """Edit the house's words."""
    form = house_texts.TextsForm(data={**house_texts.stored(), "version": house_texts.version()})
    if not form.validate_on_submit():
        return _texts_page(form, 422 if form.is_submitted() else 200)
    try:
        with transaction():
            house_texts.save(form.texts(), version_read=form.version.data, now=clock.now())
    except (StaleDataError, IntegrityError):  # IntegrityError: two first texts of one key, at the same moment
        form.version.data = house_texts.version()
        return _texts_page(form, 409)
    notice(_("The texts of the house are saved."))
    return redirect(url_for(".texts"), 303)


def _texts_page(form: house_texts.TextsForm, code: int) -> Any:
    others = house_texts.differing(form) if code == 409 else []
    return render_template(
        "house/texts.html",
        form=form,
        languages=LANGUAGES,
        gaps=house_texts.gaps(),
        is_clash=code == 409,
        others=others,
    ), code
