"""The one blueprint of files in and out; views.py gathers its pages."""

from flask import Blueprint

BIGGEST_ID = 2**31 - 1

bp = Blueprint("transfer", __name__)
