"""Every page of the directory and its letters."""

from wok.directory import entry_views, letter_staff_views, letter_views, public_views
from wok.directory.blueprint import bp

__all__ = ["bp", "entry_views", "letter_staff_views", "letter_views", "public_views"]
