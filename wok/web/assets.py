"""Being built."""
from flask import Flask


def bind(app: Flask) -> None:
    """Bind."""
