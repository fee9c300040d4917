"""What an organiser says of an event, as the form gives it and the services write it."""

from dataclasses import field
from datetime import date, time

from wok.db import Texts
from wok.kernel.values import dataclass


@dataclass(frozen=True)
class Organiser:
    """Who organises: an association, a partner organisation, or neither, then the Wok."""

    association_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True)
class EventFacts:
    """All that is said of an event but its dates."""

    kind: str
    title: Texts
    first_language: str
    organiser: Organiser = Organiser()
    co_organisers: str = ""
    summary: Texts = field(default_factory=dict)
    text: Texts = field(default_factory=dict)
    place: Texts = field(default_factory=dict)
    price: Texts = field(default_factory=dict)
    neighbourhood_id: int | None = None
    room_resource_id: int | None = None
    is_free: bool = True
    is_step_free: bool = False
    languages: tuple[str, ...] = ()
    registration: str = "open"
    seats: int = 0
    asks: tuple[str, ...] = ()
    closes_hours: int = 0
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class NewDates:
    """Dates to add: these days at these hours; `weekly` goes on by the rule, without an end when `until` is None."""

    starts: time
    ends: time
    days: tuple[date, ...] = ()
    is_weekly: bool = False
    until: date | None = None
