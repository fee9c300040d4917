"""The blueprints of messages to many: the staff's desk, and the page of who wants none."""

from flask import Blueprint

staff = Blueprint("circulars_staff", __name__)
bp = Blueprint("circulars", __name__)
