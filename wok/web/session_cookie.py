"""Flask's own session cookie, with its signer made once: Flask makes a new one for each request.

A page that no cache may hand out without asking does not say `Vary: Cookie` as well: after a booking the cookie
is another one, and a browser that goes back to the page of a posted step would find nothing but an error.
"""

import hashlib
from typing import TypeAlias

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

CALENDARS = "/feeds/"
Key: TypeAlias = str | bytes | None


class SessionCookie(SecureCookieSessionInterface):
    """The same cookie in the same words, signed with SHA-256."""

    digest_method = staticmethod(hashlib.sha256)

    def __init__(self) -> None:
        self._made: tuple[Key, URLSafeTimedSerializer | None] = (None, None)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of the present key."""
        key, signer = self._made
        if signer is None or key != app.secret_key:
            signer = super().get_signing_serializer(app)
            self._made = (app.secret_key, signer)
        return signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the browser brought; calendar programs bring nothing."""
        if request.path.startswith(CALENDARS):
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie when it changed."""
        super().save_session(app, session, response)
        if session.accessed and (response.cache_control.no_cache or response.cache_control.no_store):
            others = [name for name in response.vary if name.lower() != "cookie"]
            response.headers.remove("Vary")
            if others:
                response.headers["Vary"] = ", ".join(others)
