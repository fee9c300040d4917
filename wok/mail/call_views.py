"""calls: being built."""

from flask import Blueprint

bp = Blueprint("calls", __name__)
