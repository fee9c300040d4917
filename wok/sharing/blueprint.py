"""The one blueprint of the public pages of sharing; views.py gathers them."""

from flask import Blueprint

bp = Blueprint("sharing", __name__)
