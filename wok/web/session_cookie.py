"""Flask's own session cookie, with its signer made once: Flask makes a new one for each request."""

from typing import TypeAlias

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

Key: TypeAlias = str | bytes | None


class SessionCookie(SecureCookieSessionInterface):
    """The same cookie in the same words."""

    def __init__(self) -> None:
        self._made: tuple[Key, URLSafeTimedSerializer | None] = (None, None)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of the present key."""
        key, signer = self._made
        if signer is None or key != app.secret_key:
            signer = super().get_signing_serializer(app)
            self._made = (app.secret_key, signer)
        return signer
