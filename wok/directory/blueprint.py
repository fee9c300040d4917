"""The blueprint of the directory and its letters; views.py gathers the pages."""

from flask import Blueprint

bp = Blueprint("directory", __name__)
