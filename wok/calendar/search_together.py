"""Events, projects and partner organisations in the staff's search: by their title in any language, or their name."""

from flask import url_for
from sqlalchemy import select

from wok.calendar.search_reads import Asked, Found
from wok.calendar.search_shared import Thing
from wok.db import db
from wok.events.models import Event, Organisation
from wok.events.words import STATES as EVENT_STATES
from wok.projects.models import Project
from wok.projects.words import STATES as PROJECT_STATES
from wok.web.texts import said


def together(asked: Asked, language: str, *, limit: int, offset: int = 0) -> Found:
    """The newest first: events, then projects, then organisations by name. Three statements."""
    events = db.session.execute(select(Event.id, Event.title, Event.state).order_by(Event.id.desc()))
    found = [
        Thing(
            said(row.title, language).text,
            str(EVENT_STATES[row.state]),
            url_for("events_staff.show", event_id=row.id),
            "event",
        )
        for row in events
        if asked.fits(*row.title.values())
    ]
    projects = db.session.execute(select(Project.id, Project.title, Project.state).order_by(Project.id.desc()))
    found += [
        Thing(row.title, str(PROJECT_STATES[row.state]), url_for("projects.show", project_id=row.id), "event")
        for row in projects
        if asked.fits(row.title)
    ]
    partners = db.session.execute(select(Organisation.id, Organisation.name).order_by(Organisation.name))
    found += [
        Thing(row.name, "", url_for("events_staff.organisation", organisation_id=row.id), "event")
        for row in partners
        if asked.fits(row.name)
    ]
    return Found(found[offset : offset + limit], len(found) > offset + limit)
