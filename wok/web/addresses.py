"""Whole addresses, as they stand in mails, on paper and in pictures: the one place that puts them together."""

from flask import current_app


def whole(path: str = "") -> str:
    """The address people use, and this path behind it; the path begins with a slash."""
    return str(current_app.config["BASE_URL"]).rstrip("/") + path
