"""lunches: being built."""

from flask import Blueprint

bp = Blueprint("lunches", __name__)
