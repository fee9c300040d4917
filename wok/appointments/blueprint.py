"""The one blueprint of the public appointment pages; views.py gathers them."""

from flask import Blueprint

bp = Blueprint("appointments", __name__)
