"""The blueprints of the public pages of sharing, and of the files machines read; views.py gathers them."""

from flask import Blueprint

bp = Blueprint("sharing", __name__)
api = Blueprint("sharing_files", __name__)
