"""The organisers' and the staff's pages of events; importing this makes them known to the blueprint."""

from wok.events import organise_actions, organise_dates, organise_shifts, organise_views, staff_list_views
from wok.events.staff_blueprint import bp as bp

PAGES = (organise_actions, organise_dates, organise_shifts, organise_views, staff_list_views)
