"""Every page about a person: signing in, joining, one's own profile, and the staff's list of people."""

from wok.people import sign_in_views
from wok.people.blueprint import bp

__all__ = ["bp", "sign_in_views"]
