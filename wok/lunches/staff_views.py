"""The staff's lunch pages: the dates, one date's list, its kitchen sheet, decisions and the weekly rule."""

from wok.lunches import staff_dates, staff_decisions, staff_door, staff_guests, staff_rule, staff_wishes
from wok.lunches.staff_blueprint import bp

__all__ = ["bp", "staff_dates", "staff_decisions", "staff_door", "staff_guests", "staff_rule", "staff_wishes"]
