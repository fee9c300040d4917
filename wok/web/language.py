"""The path decides the page's language; a person's own language decides their mails (MODEL.md).

Catalogues are read from the .po files themselves, one language at a time, when first needed:
nothing is built, nothing compiled lies about.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from babel.support import NullTranslations
from flask import Flask, current_app, g, has_app_context, has_request_context, redirect, request
from flask_babel import Domain, force_locale, get_locale
from werkzeug import Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import BaseConverter, RequestRedirect

from wok.web.catalogues import Sentences

LANGUAGES = ("fr", "pt", "en", "de", "lb")
LANGUAGE_NAMES = {"fr": "Français", "pt": "Português", "en": "English", "de": "Deutsch", "lb": "Lëtzebuergesch"}
LOCALES = {"fr": "fr", "pt": "pt_PT", "en": "en_GB", "de": "de", "lb": "lb"}
COOKIE = "wok_lang"
FOR_PROGRAMS = ("/static/", "/feeds/", "/healthz")  # nobody reads a page there, so nobody's language is looked for
CATALOGUES = Path(__file__).parent.parent / "translations"


class LanguageConverter(BaseConverter):
    """One of our five language codes as the first part of an address."""

    regex = "fr|pt|en|de|lb"


class PoDomain(Domain):
    """Flask-Babel's domain, fed from .po files."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Flask-Babel says no types here

    def get_translations(self) -> NullTranslations:
        """The catalogue of the present locale; English is the language the sentences are written in."""
        return present_catalogue()


_reading = threading.Lock()
_read: dict[str, NullTranslations] = {}


def _read_catalogue(language: str) -> NullTranslations:
    file = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if language == "en" or not file.exists():
        return NullTranslations()
    return Sentences(file.read_text(encoding="utf-8"))


def catalogue(language: str) -> NullTranslations:
    """The sentences of one language, read once per process."""
    found = _read.get(language)
    if found is None:
        with _reading:
            found = _read.setdefault(language, _read.get(language) or _read_catalogue(language))
    return found


def present_language() -> str:
    """The language of the page or job that runs, of five; French where it has none.

    A page asks for it a hundred times: Flask's `g` by its proxy, and Babel's locale behind it, cost ten times as much.
    """
    try:
        said: str | None = g._get_current_object().__dict__.get("lang")
    except RuntimeError:
        return "fr"
    if said is None:
        locale = get_locale()
        said = locale.language if locale else "fr"
    return said


def present_catalogue() -> NullTranslations:
    """The catalogue of the present language; English, in which the sentences are written, where no page or job runs."""
    said = present_language() if has_app_context() else "en"
    return _read.get(said) or catalogue(said)


def select_locale() -> str:
    """The locale of this request: by its path, else by the visitor's own choice; French where no request runs."""
    return LOCALES[g.get("lang") or (chosen_language() if has_request_context() else "fr")]


def chosen_language() -> str:
    """Cookie first, then the browser's wish, then French."""
    kept = request.cookies.get(COOKIE, "")
    if kept in LANGUAGES:
        return kept
    return request.accept_languages.best_match(LANGUAGES) or "fr"


def bind(app: Flask) -> None:
    """Teach the app its languages."""
    app.url_map.converters["lang"] = LanguageConverter

    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if request.path.startswith(FOR_PROGRAMS):
            g.lang = "fr"
        else:
            g.lang = (values or {}).pop("lang", None) or _first_of_path() or chosen_language()

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = g.get("lang") or "fr"

    app.jinja_env.globals.update(
        other_language_url=other_language_url,
        language_urls=language_urls,
        LANGUAGE_NAMES=LANGUAGE_NAMES,
        LANGUAGES=LANGUAGES,
    )


def _first_of_path() -> str | None:
    """The language an address begins with, even where there is no such page."""
    first = request.path.split("/", 2)[1]
    return first if first in LANGUAGES else None


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Sentences and the house's own texts in this language (French for one we do not have), whatever is running."""
    before = g.get("lang")
    g.lang = language if language in LOCALES else "fr"
    try:
        with force_locale(LOCALES[g.lang]):
            yield
    finally:
        g.lang = before


def other_language_url(language: str) -> str:
    """This same page in another language, its questions and page number kept."""
    return f"/{language}{_after_language()}"


def language_urls() -> list[tuple[str, str]]:
    """Each language with this same page's address in it."""
    rest = _after_language()
    return [(language, f"/{language}{rest}") for language in LANGUAGES]


def _after_language() -> str:
    rule = request.url_rule
    if rule is None or "lang" not in rule.arguments or "GET" not in (rule.methods or ()):
        return "/"
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return f"{quote(request.path[3:])}{query}"


def with_language(error: HTTPException) -> Response | None:
    """A redirect to the same address with a language, where only the language was missing; else None."""
    if request.method not in ("GET", "HEAD") or not isinstance(error, NotFound):
        return None
    path = f"/{chosen_language()}{request.path}"
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return None
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    try:
        adapter.match(path, method="GET")
    except RequestRedirect:
        path += "/"
    except (NotFound, MethodNotAllowed):
        return None
    return redirect(quote(path) + query, 302)
