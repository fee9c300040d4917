"""The one blueprint of the pages about a person; views.py gathers them."""

from flask import Blueprint

bp = Blueprint("people", __name__)
