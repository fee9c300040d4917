"""lunch_staff: being built."""

from flask import Blueprint

bp = Blueprint("lunch_staff", __name__)
