"""create_app(): settings, extensions, blueprints, error pages; every list written out."""

import logging
import secrets
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from wok import config
from wok import db as database
from wok.appointments import interpreting as appointment_interpreting
from wok.appointments import staff_views as appointments_staff
from wok.appointments import views as appointment_views
from wok.bookings import asides, causes, closure_views, email_views, free_rooms, hands, interpreting, rooms
from wok.bookings import views as booking_views
from wok.calendar import agenda, card, home, my_data, my_wok, search, today
from wok.calendar import health as staff_health
from wok.calendar import staff_views as staff_calendar
from wok.circulars import views as circular_views
from wok.directory import indexing
from wok.directory import views as directory_views
from wok.equipment import loans, picture_views
from wok.equipment import names as item_names
from wok.equipment import staff_views as equipment_staff
from wok.equipment import views as equipment_views
from wok.events import causes as event_causes
from wok.events import staff_views as events_staff
from wok.events import views as event_views
from wok.extensions import babel, compress, csrf, db
from wok.fair_access import staff_views as fair_access_staff
from wok.fair_access import views as fair_access_views
from wok.feeds import views as feed_views
from wok.jobs import health
from wok.lunches import interpreting as lunch_interpreting
from wok.lunches import staff_views as lunch_staff
from wok.lunches import views as lunch_views
from wok.lunches import wishes
from wok.mail import call_views, mailbox
from wok.oncall import staff_views as oncall_staff
from wok.oncall import views as oncall_views
from wok.people import association_views, neighbourhood_views, sessions
from wok.people import views as people_views
from wok.programme import views as programme
from wok.projects import causes as project_causes
from wok.projects import staff_views as projects_staff
from wok.projects import views as project_views
from wok.sharing import decided as shared_decided
from wok.sharing import names as shared_names
from wok.sharing import staff_views as sharing_staff
from wok.sharing import views as sharing_views
from wok.skills import interpreters
from wok.skills import staff_views as skills_staff
from wok.skills import views as skill_views
from wok.space import free_times
from wok.space import names as room_names
from wok.space import staff_views as space_staff
from wok.space import views as space_views
from wok.team import busy_views
from wok.team import views as team_views
from wok.transfer import views as transfer_views
from wok.web import (
    access,
    assets,
    compiled,
    components,
    dates,
    house,
    lanes,
    language,
    pages,
    reading,
    templating,
    uploads,
)
from wok.web import csrf as web_csrf
from wok.web.flask import WokFlask
from wok.web.session_cookie import SessionCookie

PAGES = (
    home.bp,
    agenda.bp,
    programme.bp,
    my_wok.bp,
    my_data.bp,
    today.bp,
    staff_calendar.bp,
    staff_health.bp,
    search.bp,
    card.bp,
    lunch_views.bp,
    event_views.bp,
    appointment_views.bp,
    appointments_staff.bp,
    lunch_staff.bp,
    oncall_views.bp,
    oncall_staff.bp,
    equipment_views.bp,
    equipment_staff.bp,
    sharing_views.bp,
    space_views.bp,
    space_staff.bp,
    events_staff.bp,
    skill_views.bp,
    skills_staff.bp,
    sharing_staff.bp,
    project_views.bp,
    projects_staff.bp,
    booking_views.bp,
    fair_access_views.bp,
    fair_access_staff.staff,
    circular_views.staff,
    circular_views.bp,
    closure_views.bp,
    email_views.bp,
    people_views.bp,
    association_views.bp,
    neighbourhood_views.bp,
    directory_views.bp,
    feed_views.bp,
    call_views.bp,
    busy_views.bp,
    team_views.bp,
    transfer_views.bp,
    pages.bp,
    reading.bp,
)
OUTSIDE = (booking_views.short, feed_views.files, health.bp, oncall_views.api, picture_views.bp, sharing_views.api)
DEMO_PAGES = (components.bp, mailbox.bp)
DECIDED: Mapping[str, shared_decided.Deed] = {"loan": loans.decided, "lunch": wishes.decided}
NAMES: Mapping[str, shared_names.Namer] = {
    "equipment": item_names.names_of,
    "room": room_names.names_of,
    "lunch": wishes.names_of,
}
CAUSES: Mapping[str, causes.Reader] = {"project": project_causes.read, "event": event_causes.read}
ASIDES: tuple[asides.Reader, ...] = (asides.cause_of, interpreters.beside)
INTERPRETING: tuple[interpreting.Reader, ...] = (lunch_interpreting.needed, appointment_interpreting.needed)

PACKAGE = Path(__file__).parent
CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; img-src 'self' data:"
ALWAYS = (
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)

log = logging.getLogger("wok")


def create_app(given: Mapping[str, Any] | None = None, *, instance: str | Path | None = None) -> Flask:
    """The web application. `given` overrides settings (tests); raises RuntimeError on an unsafe installation."""
    folder = Path(instance or config.instance_folder())
    settings = config.load(folder, given)
    wrong = config.faults(settings)
    if wrong and not settings.get("TESTING"):
        raise RuntimeError("The Wok does not start:\n- " + "\n- ".join(wrong))
    app = WokFlask(
        "wok", static_folder=None, template_folder=str(config.beside("templates")), instance_path=str(folder.resolve())
    )
    app.config.update(settings)
    _configure(app)
    _bind_extensions(app)
    _register(app)
    _guard_requests(app)
    _error_pages(app)
    access.require_marks(app)
    return app


def _configure(app: Flask) -> None:
    base_url = app.config["BASE_URL"]
    hosts = [host.strip() for host in app.config["TRUSTED_HOSTS"].split(",") if host.strip()]
    is_https = base_url.startswith("https://")
    app.config.update(
        SQLALCHEMY_DATABASE_URI=app.config["DATABASE_URL"],
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(app.config["DATABASE_URL"]),
        MAX_CONTENT_LENGTH=1024 * 1024,
        MAX_FORM_MEMORY_SIZE=200 * 1000,
        MAX_FORM_PARTS=400,
        TRUSTED_HOSTS=hosts or config.hosts_of(base_url),
        SESSION_COOKIE_NAME="__Host-wok" if is_https else "wok",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,  # our catalogues have all sentences; Flask-WTF would parse its own for each form
        WTF_CSRF_CHECK_DEFAULT=False,  # web/csrf.py checks, and keeps what was typed
        WTF_CSRF_SSL_STRICT=False,  # it compares Referer, which our Referrer-Policy may leave out; Sec-Fetch-Site is checked
        BABEL_DEFAULT_LOCALE="fr",
        BABEL_DEFAULT_TIMEZONE="Europe/Luxembourg",
        COMPRESS_MIMETYPES=["text/html", "application/json"],
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=4,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(templating.KeptParts)
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]


def _bind_extensions(app: Flask) -> None:
    app.session_interface = SessionCookie()
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            database.prepare_sqlite(db.engine)
    if web_csrf.require_proof not in database.before_write:
        database.before_write.append(web_csrf.require_proof)
    csrf.init_app(app)
    compress.init_app(app)
    language.bind(app)
    babel.init_app(app, locale_selector=language.select_locale)
    babel.domain_instance = language.PoDomain()
    language.shorten_the_way(app)
    house.bind(app)


def _register(app: Flask) -> None:
    shared_names.NAMERS.update(NAMES)
    shared_decided.decided.update(DECIDED)
    causes.bind(CAUSES, app.extensions)
    asides.bind(ASIDES, app.extensions)
    interpreting.bind(INTERPRETING, app.extensions)
    hands.bind(interpreters.HANDS, app.extensions)
    indexing.bind()
    rooms.bind(room_names.facts, app.extensions)
    free_rooms.bind(free_times.starts, app.extensions)
    for blueprint in PAGES:
        app.register_blueprint(blueprint, url_prefix="/<lang:lang>")
    for blueprint in OUTSIDE:
        app.register_blueprint(blueprint)
    if app.config["DEMO"]:
        for blueprint in DEMO_PAGES:
            app.register_blueprint(blueprint, url_prefix="/<lang:lang>")
    assets.bind(app)
    compiled.bind(app)
    dates.bind(app)
    lanes.bind(app)


def _guard_requests(app: Flask) -> None:
    app.before_request(uploads.allow_more)
    app.before_request(web_csrf.check_origin_and_token)
    app.before_request(sessions.recognise)

    @app.get("/")
    @access.public
    def front_door() -> Any:
        return redirect(url_for("home.show", lang=language.chosen_language()), 302)

    always = list(ALWAYS)
    if app.config["BASE_URL"].startswith("https://"):
        always.append(("Strict-Transport-Security", "max-age=31536000"))

    @app.after_request
    def set_headers(response: Response) -> Response:
        given = {name.lower() for name in response.headers.keys()}  # noqa: SIM118  # iterating gives pairs
        for name, value in always:
            if name.lower() not in given:
                response.headers.add(name, value)
        if response.mimetype == "text/html":
            response.headers.setdefault("Cache-Control", _may_be_kept())
            locale = get_locale()
            response.headers.setdefault("Content-Language", locale.language if locale else "fr")
        return response


def _may_be_kept() -> str:
    """Nothing of a signed-in person stays behind in a browser, but for the step they just sent: Back must find it."""
    person = g.get("person")
    is_own_step = request.method == "POST" and person is not None and not person.is_staff
    return "no-store" if person is not None and not is_own_step else "no-cache, private"


def _error_pages(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def say_what_happened(error: HTTPException) -> Any:
        moved = language.with_language(error)
        return moved or error_page(error.code or 500, error)

    @app.errorhandler(web_csrf.CsrfMissing)
    def not_proved(_error: web_csrf.CsrfMissing) -> Any:
        return error_page(400)

    @app.errorhandler(OperationalError)
    def database_is_busy(error: OperationalError) -> Any:
        db.session.rollback()
        log.warning("the database did not answer: %s", type(error.orig).__name__)
        answer, _code = error_page(503)
        return answer, 503, {"Retry-After": "5"}

    @app.errorhandler(DataError)
    def not_storable(_error: DataError) -> Any:
        db.session.rollback()
        return error_page(400)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Any:
        db.session.rollback()
        reference = secrets.token_hex(4)
        # Not the error's own words: a database repeats addresses and tokens in them (PROMISES D6).
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error(
            "reference %s: %s %s: %s\n%s", reference, request.method, request.endpoint, type(error).__name__, where
        )
        if app.config.get("PROPAGATE_EXCEPTIONS"):
            raise error
        return error_page(500, reference=reference)


def error_page(code: int, error: HTTPException | None = None, *, reference: str = "") -> tuple[Any, int]:
    """What happened and the way on, in the page's language, whatever broke."""
    g.setdefault("person", None)
    g.setdefault("memberships", [])
    if isinstance(error, SecurityError):
        return "Unknown host.", 400
    allowed = {"Allow": ", ".join(getattr(error, "valid_methods", None) or [])} if code == 405 else {}
    body = render_template("errors/page.html", code=code, reference=reference)
    response = Response(body, code, headers=allowed, mimetype="text/html")
    return response, code
