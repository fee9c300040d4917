"""The blueprints of the project pages; views.py and staff_views.py gather them."""

from flask import Blueprint

bp = Blueprint("projects", __name__)
staff = Blueprint("projects_staff", __name__)
