"""The one blueprint of the public lunch pages; views.py gathers them."""

from flask import Blueprint

bp = Blueprint("lunches", __name__)
