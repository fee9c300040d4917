"""The staff's on-call pages: the desk, and what is done with a whole Thursday."""

from wok.oncall import day_views, desk_views
from wok.oncall.staff_blueprint import bp

__all__ = ["bp", "day_views", "desk_views"]
