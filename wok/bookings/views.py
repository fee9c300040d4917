"""bookings: being built."""

from flask import Blueprint

bp = Blueprint("bookings", __name__)
short = Blueprint("short", __name__)
