"""The blueprints of fair access: everybody's pages, and those of named colleagues; views.py and staff_views.py gather them."""

from flask import Blueprint

bp = Blueprint("fair_access", __name__)
staff = Blueprint("fair_access_staff", __name__)
