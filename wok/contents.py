"""What the Wok is made of: the pages of every feature, and what they tell the floors below; every list written out."""

from collections.abc import Mapping

from flask import Flask

from wok.appointments import changing as appointment_changing
from wok.appointments import erasing as appointment_erasing
from wok.appointments import interpreting as appointment_interpreting
from wok.appointments import staff_views as appointments_staff
from wok.appointments import views as appointment_views
from wok.bookings import (
    asides,
    at_door,
    cause_lines,
    causes,
    closure_views,
    email_views,
    erased_mails,
    free_rooms,
    hands,
    interpreting,
    rooms,
)
from wok.bookings import erasing as booking_erasing
from wok.bookings import views as booking_views
from wok.calendar import agenda, card, erase_views, home, my_data, my_wok, search, today
from wok.calendar import health as staff_health
from wok.calendar import staff_views as staff_calendar
from wok.circulars import erasing as circular_erasing
from wok.circulars import views as circular_views
from wok.directory import indexing, keeping
from wok.directory import views as directory_views
from wok.equipment import erasing as equipment_erasing
from wok.equipment import loan_changing, loans, picture_views
from wok.equipment import names as item_names
from wok.equipment import staff_views as equipment_staff
from wok.equipment import views as equipment_views
from wok.events import causes as event_causes
from wok.events import door_views as event_door
from wok.events import erasing as event_erasing
from wok.events import interpreting as event_interpreting
from wok.events import sign_up
from wok.events import staff_views as events_staff
from wok.events import views as event_views
from wok.fair_access import erasing as fair_access_erasing
from wok.fair_access import staff_views as fair_access_staff
from wok.fair_access import views as fair_access_views
from wok.feeds import erasing as feed_erasing
from wok.feeds import views as feed_views
from wok.figures import views as figure_views
from wok.jobs import health
from wok.lunches import erasing as lunch_erasing
from wok.lunches import interpreting as lunch_interpreting
from wok.lunches import override_memory, wishes
from wok.lunches import services as lunch_services
from wok.lunches import staff_door as lunch_door
from wok.lunches import staff_views as lunch_staff
from wok.lunches import views as lunch_views
from wok.mail import call_views, mailbox
from wok.oncall import booked as oncall_booked
from wok.oncall import erasing as oncall_erasing
from wok.oncall import interpreting as oncall_interpreting
from wok.oncall import staff_views as oncall_staff
from wok.oncall import views as oncall_views
from wok.people import association_views, neighbourhood_views
from wok.people import erasing as people_erasing
from wok.people import views as people_views
from wok.programme import views as programme
from wok.projects import causes as project_causes
from wok.projects import erasing as project_erasing
from wok.projects import staff_views as projects_staff
from wok.projects import views as project_views
from wok.sharing import decided as shared_decided
from wok.sharing import names as shared_names
from wok.sharing import staff_views as sharing_staff
from wok.sharing import views as sharing_views
from wok.skills import erasing as skill_erasing
from wok.skills import interpreters
from wok.skills import staff_views as skills_staff
from wok.skills import views as skill_views
from wok.space import erasing as space_erasing
from wok.space import free_times
from wok.space import interpreting as space_interpreting
from wok.space import names as room_names
from wok.space import staff_views as space_staff
from wok.space import views as space_views
from wok.team import busy_views
from wok.team import views as team_views
from wok.transfer import erasing as transfer_erasing
from wok.transfer import views as transfer_views
from wok.web import (
    components,
    pages,
    reading,
)

PAGES = (
    home.bp,
    agenda.bp,
    programme.bp,
    my_wok.bp,
    my_data.bp,
    erase_views.bp,
    today.bp,
    staff_calendar.bp,
    staff_health.bp,
    search.bp,
    card.bp,
    lunch_views.bp,
    event_views.bp,
    appointment_views.bp,
    appointments_staff.bp,
    lunch_staff.bp,
    oncall_views.bp,
    oncall_staff.bp,
    equipment_views.bp,
    equipment_staff.bp,
    sharing_views.bp,
    space_views.bp,
    space_staff.bp,
    events_staff.bp,
    skill_views.bp,
    skills_staff.bp,
    sharing_staff.bp,
    project_views.bp,
    projects_staff.staff,
    booking_views.bp,
    fair_access_views.bp,
    fair_access_staff.staff,
    circular_views.staff,
    circular_views.bp,
    closure_views.bp,
    email_views.bp,
    people_views.bp,
    association_views.bp,
    neighbourhood_views.bp,
    directory_views.bp,
    feed_views.bp,
    call_views.bp,
    busy_views.bp,
    team_views.bp,
    transfer_views.bp,
    figure_views.bp,
    pages.bp,
    reading.bp,
)
OUTSIDE = (booking_views.short, feed_views.files, health.bp, oncall_views.api, picture_views.bp, sharing_views.api)
DEMO_PAGES = (components.bp, mailbox.bp)
DECIDED: Mapping[str, shared_decided.Deed] = {"loan": loans.decided, "lunch": wishes.decided}
MEMORIES: Mapping[str, shared_decided.Memory] = {
    "lunch": shared_decided.Memory(override_memory.read, override_memory.put_back)
}
NAMES: Mapping[str, shared_names.Namer] = {
    "equipment": item_names.names_of,
    "room": room_names.names_of,
    "lunch": wishes.names_of,
}
CAUSES: Mapping[str, causes.Reader] = {"project": project_causes.read, "event": event_causes.read}
ASIDES: tuple[asides.Reader, ...] = (asides.cause_of, interpreters.beside)
AT_DOOR: Mapping[str, at_door.Way] = {"lunch": lunch_door.way, "event": event_door.way}
INTERPRETING: tuple[interpreting.Reader, ...] = (
    lunch_interpreting.needed,
    oncall_interpreting.needed,
    appointment_interpreting.needed,
    event_interpreting.needed,
    space_interpreting.needed,
)
OF_CAUSES: tuple[cause_lines.Reader, ...] = (event_causes.of_project, interpreters.for_cause)
# Erasing a person: the features first, while their bookings still say whose they are; then the bookings and the mails.
ERASERS: tuple[people_erasing.Eraser, ...] = (
    lunch_erasing.erase,
    oncall_erasing.erase,
    appointment_erasing.erase,
    equipment_erasing.erase,
    space_erasing.erase,
    event_erasing.erase,
    keeping.erase_all,
    project_erasing.erase,
    skill_erasing.erase,
    fair_access_erasing.erase,
    circular_erasing.erase,
    feed_erasing.erase,
    transfer_erasing.erase,
    booking_erasing.erase,
    erased_mails.erase,
)
CANCELLING: Mapping[str, booking_erasing.Canceller] = {
    "lunch": lambda booking, now: lunch_services.cancel(booking, now=now),
    "event": lambda booking, now: sign_up.cancel(booking, now=now),
    "oncall": lambda booking, now: oncall_booked.cancel(booking, now=now),
    "appointment": lambda booking, now: appointment_changing.cancel(booking, now=now),
    "loan": lambda booking, now: loan_changing.cancel(booking, now=now),
    "space": space_erasing.cancel,
}


def bind(app: Flask) -> None:
    """Tell the lower floors what the features know."""
    shared_names.NAMERS.update(NAMES)
    shared_decided.decided.update(DECIDED)
    shared_decided.memories.update(MEMORIES)
    causes.bind(CAUSES, app.extensions)
    asides.bind(ASIDES, app.extensions)
    people_erasing.bind(ERASERS, app.extensions)
    booking_erasing.bind(CANCELLING, app.extensions)
    cause_lines.bind(OF_CAUSES, app.extensions)
    at_door.bind(AT_DOOR, app.extensions)
    interpreting.bind(INTERPRETING, app.extensions)
    hands.bind(interpreters.HANDS, app.extensions)
    indexing.bind()
    rooms.bind(room_names.facts, app.extensions)
    free_rooms.bind(free_times.starts, app.extensions)
