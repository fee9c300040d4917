"""create_app(): settings, extensions, blueprints, error pages."""

import logging
import secrets
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, redirect, render_template, request, url_for
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from wok import config, contents
from wok import db as database
from wok.extensions import babel, compress, csrf, db
from wok.people import sessions
from wok.web import (
    access,
    assets,
    compiled,
    dates,
    house,
    lanes,
    language,
    noted,
    phones,
    sentences,
    templating,
    texts,
    unchanged,
    uploads,
)
from wok.web import csrf as web_csrf
from wok.web.flask import WokFlask
from wok.web.session_cookie import SessionCookie
from wok.web.typed import sent_before

PACKAGE = Path(__file__).parent
CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; img-src 'self' data:"
ALWAYS = (
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
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
    app.app_ctx_globals_class = sessions.Asking
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
        COMPRESS_LEVEL=3,
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
        else:
            database.prepare_postgresql(db.engine)
    if web_csrf.require_proof not in database.before_write:
        database.before_write.append(web_csrf.require_proof)
    csrf.init_app(app)
    compress.init_app(app)
    language.bind(app)
    babel.init_app(app, locale_selector=language.select_locale)
    babel.domain_instance = language.PoDomain()
    sentences.bind(app)
    house.bind(app)


def _register(app: Flask) -> None:
    contents.bind(app)
    for blueprint in contents.PAGES:
        app.register_blueprint(blueprint, url_prefix="/<lang:lang>")
    for blueprint in contents.OUTSIDE:
        app.register_blueprint(blueprint)
    if app.config["DEMO"]:
        for blueprint in contents.DEMO_PAGES:
            app.register_blueprint(blueprint, url_prefix="/<lang:lang>")
    assets.bind(app)
    compiled.bind(app)
    dates.bind(app)
    lanes.bind(app)
    phones.bind(app)
    texts.bind(app)


def _guard_requests(app: WokFlask) -> None:
    unchanged.bind(app)
    app.before_request(uploads.allow_more)
    app.before_request(sessions.recognise)  # before the body is read: what is too large is told to a known person
    app.before_request(web_csrf.check_origin_and_token)
    app.after_request(sessions.keep_alive)
    app.after_request(noted.note_refused)

    @app.get("/")
    @access.public
    def front_door() -> Any:
        return redirect(url_for("home.show", lang=language.chosen_language()), 302)

    always = list(ALWAYS)
    if app.config["BASE_URL"].startswith("https://"):
        always.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))

    app.always = always

    @app.after_request
    def set_headers(response: Response) -> Response:
        given = {name.lower() for name in response.headers.keys()}  # noqa: SIM118  # iterating gives pairs
        for name, value in always:
            if name.lower() not in given:
                response.headers.add(name, value)
        response.headers.setdefault("Cache-Control", _may_be_kept())
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Language", language.present_language())
        return response


def _may_be_kept() -> str:
    """Nothing of a signed-in person stays behind in a browser, but for the step they just sent: Back must find it."""
    person = g.reader
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
    @app.errorhandler(PoolTimeout)
    def database_is_busy(error: OperationalError | PoolTimeout) -> Any:
        db.session.rollback()
        log.warning("the database did not answer: %s", type(getattr(error, "orig", error)).__name__)
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
    if isinstance(error, SecurityError):
        return "Unknown host.", 400
    allowed = {"Allow": ", ".join(getattr(error, "valid_methods", None) or [])} if code == 405 else {}
    sent = sent_before() if code in (400, 500, 503) else None
    body = render_template("errors/page.html", code=code, reference=reference, sent=sent)
    response = Response(body, code, headers=allowed, mimetype="text/html")
    return response, code
