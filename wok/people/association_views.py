"""Every page about an association: our own (A7), and the staff's desk (S10)."""

from wok.people import my_association_views, staff_association_views
from wok.people.blueprint import associations as bp

__all__ = ["bp", "my_association_views", "staff_association_views"]
