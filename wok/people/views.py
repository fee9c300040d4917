"""Every page about a person: signing in, joining, one's own profile, and the staff's list of people."""

from wok.people import join_views, profile_views, sign_in_views, staff_person_views, still_here_views
from wok.people.blueprint import bp

__all__ = ["bp", "join_views", "profile_views", "sign_in_views", "staff_person_views", "still_here_views"]
