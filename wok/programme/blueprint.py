"""The pages of the programme on paper, of newsletters and of the agenda on other sites."""

from flask import Blueprint

bp = Blueprint("programme", __name__)
