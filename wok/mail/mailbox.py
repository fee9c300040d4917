"""mailbox: being built."""

from flask import Blueprint

bp = Blueprint("mailbox", __name__)
