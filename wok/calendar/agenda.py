"""agenda: being built."""

from flask import Blueprint

bp = Blueprint("agenda", __name__)
