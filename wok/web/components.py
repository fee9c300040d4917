"""components: being built."""

from flask import Blueprint

bp = Blueprint("components", __name__)
