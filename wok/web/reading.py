"""reading: being built."""

from flask import Blueprint

bp = Blueprint("reading", __name__)
