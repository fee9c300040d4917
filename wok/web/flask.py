"""Flask, with what the two databases' passing faults ask of it."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from wok.db import db
from wok.web import noted, templating
from wok.web.routes import LateRule
from wok.web.session_cookie import CALENDARS

RETRIES = 3  # deadlock and serialisation failures (PROMISES F4)


class WokFlask(Flask):
    """Flask, with the two databases' passing faults retried: nothing was committed when they strike."""

    jinja_environment = templating.LanguageEnvironment
    url_rule_class = LateRule
    always: Sequence[tuple[str, str]] = ()  # the headers of all answers (app.py)

    def preprocess_request(self) -> Any:
        """What comes before a page; calendar programs that only fetch are nobody's visit and send no form."""
        if request.method in ("GET", "HEAD") and request.path.startswith(CALENDARS):
            g.lang = "fr"
            return None
        return super().preprocess_request()

    def process_response(self, response: Response) -> Response:
        """What comes after a page; a calendar gets the headers of all answers alone: it has no session, and is zipped already."""
        if not request.path.startswith(CALENDARS) or response.mimetype == "text/html":
            return super().process_response(response)
        response.headers.extend(self.always)
        return noted.note_refused(response)

    def dispatch_request(self) -> Any:
        """Answer the request; a deadlock or serialisation failure is tried again up to three times."""
        for _turn in range(RETRIES):
            try:
                return super().dispatch_request()
            except (OperationalError, IntegrityError, StaleDataError) as fault:
                if not is_passing(fault):
                    raise
                db.session.rollback()
        return super().dispatch_request()


def is_passing(fault: Exception) -> bool:
    """True for PostgreSQL's deadlock (40P01) and serialisation failure (40001), and for a row that changed or came meanwhile."""
    is_stale = isinstance(fault, (IntegrityError, StaleDataError))
    return is_stale or getattr(getattr(fault, "orig", None), "sqlstate", None) in {"40P01", "40001"}
