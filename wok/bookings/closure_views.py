"""closures: being built."""

from flask import Blueprint

bp = Blueprint("closures", __name__)
