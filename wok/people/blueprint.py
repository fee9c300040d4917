"""The blueprints of the pages about persons and associations; views.py and association_views.py gather them."""

from flask import Blueprint

bp = Blueprint("people", __name__)
associations = Blueprint("associations", __name__)
