"""Reading and language (page P21): text size and colours, kept in two cookies and working without scripts (UX 2.15)."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for

from wok import clock
from wok.web.access import public
from wok.web.sentences import gettext as _
from wok.web.typed import keep_typed

bp = Blueprint("reading", __name__)

SIZES = (100, 115, 130, 150, 175)
COLOURS = ("device", "light", "dark")
SIZE_COOKIE = "wok_size"
COLOUR_COOKIE = "wok_colours"
YEAR_SECONDS = 365 * 24 * 3600


def cookie_name(name: str) -> str:
    """`__Host-` where the base address is https; a plain-http demo works without."""
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name


@bp.app_template_global()
def text_size() -> int:
    """The reader's text size in per cent of the root."""
    said = request.cookies.get(cookie_name(SIZE_COOKIE), "") if request else ""
    return int(said) if said in {str(size) for size in SIZES} else SIZES[0]


@bp.app_template_global()
def colours() -> str:
    """The reader's colours: device, light or dark."""
    said = request.cookies.get(cookie_name(COLOUR_COOKIE), "") if request else ""
    return said if said in COLOURS else COLOURS[0]


@bp.app_template_global()
def reading_classes() -> str:
    """The classes of <html> that carry size and colours."""
    chosen = colours()
    return f"size-{text_size()}" + ("" if chosen == "device" else f" {chosen}")


@bp.app_template_global()
def page_exists(endpoint: str) -> bool:
    """Whether this installation has the page; links to others are left out."""
    return endpoint in current_app.view_functions


def next_size(*, now: int, step: str) -> int:
    """The size one step larger or smaller, or the one named; the ends stay where they are."""
    if step in {"larger", "smaller"}:
        place = SIZES.index(now) + (1 if step == "larger" else -1)
        return SIZES[max(0, min(place, len(SIZES) - 1))]
    return int(step) if step in {str(size) for size in SIZES} else now


def way_back() -> str:
    """The page the reader came from, on this house only; else the reading page."""
    asked = request.args.get("back") or request.form.get("back", "")
    parts = urlsplit(asked)
    is_ours = asked.startswith("/") and not asked.startswith("//") and "\\" not in asked and not parts.netloc
    return asked if is_ours and asked.isprintable() else url_for("reading.show")


def _keep(name: str, value: str) -> Any:
    """Set a cookie for a year and go back; a choice of looks, so it needs no proof of origin beyond same-site."""
    response = redirect(way_back(), 303)
    is_secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(cookie_name(name), value, max_age=YEAR_SECONDS, samesite="Lax", secure=is_secure, httponly=True)
    return response


@bp.get("/reading")
@public
def show() -> str:
    """Sizes, colours, listening and language on one page."""
    names = {"device": _("As my device"), "light": _("Light"), "dark": _("Dark")}
    return render_template("reading/show.html", sizes=SIZES, colour_names=names, lang=g.lang)


@bp.post("/reading/size")
@public
def size() -> Any:
    """A-, A+ or one named size."""
    return _keep(SIZE_COOKIE, str(next_size(now=text_size(), step=request.form.get("size", ""))))


@bp.post("/reading/colours")
@public
def colour() -> Any:
    """Light, dark or as the device."""
    asked = request.form.get("colours", "")
    return _keep(COLOUR_COOKIE, asked if asked in COLOURS else colours())


@bp.post("/reading/form")
@public
def keep_form() -> Any:
    """A half-written form goes on in another language: a browser without scripts keeps its answers, too."""
    return redirect(keep_typed(now=clock.now(), page=way_back()), 303)
