"""house: being built."""

from flask import Blueprint

bp = Blueprint("house", __name__)
