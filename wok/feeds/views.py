"""feeds: being built."""

from flask import Blueprint

bp = Blueprint("feeds", __name__)
files = Blueprint("feed_files", __name__)
