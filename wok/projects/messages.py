"""What projects tell people: one message a person and change, in their language, through their channel."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from wok.mail import outbox
from wok.mail.outbox import Recipient
from wok.people.services import recipient_of
from wok.projects import queries
from wok.projects.models import DatePoll, Project, ProjectPartner
from wok.web.addresses import whole
from wok.web.house import house


def partners_of(project: Project) -> list[int]:
    """Everybody who takes part."""
    return [one.association_id for one in project.partners if one.state == "in"]


def link(project: Project, language: str, page: str = "") -> str:
    """The project's page, as mailed."""
    return whole(f"/{language}/projects/{project.id}{page}")


def _tell(
    kind: str,
    project: Project,
    associations: Collection[int],
    *,
    cause: str,
    now: datetime,
    page: str = "",
    but: int | None = None,
    more: dict[str, Any],
) -> None:
    """Owe `kind` to the delegates of these associations. `but`: whoever did it themselves."""
    reached = set()
    for person, _association in queries.delegates(associations):
        to = recipient_of(person)
        if person.id != but and to.address not in reached:
            reached.add(to.address)
            facts = {
                "project": project.title,
                "link": link(project, person.language, page),
                "phone": house("phone"),
                **more,
            }
            outbox.owe(f"projects/{kind}", cause=cause, to=to, facts=facts, now=now)


def _in_one_line(text: str) -> str:
    """People's words stay one sentence of the mail: no line of them can look like a link of ours."""
    return " ".join(text.split())


def invited(partner: ProjectPartner, *, now: datetime) -> None:
    """Would you take part? To the invited association."""
    project = partner.project
    cause = f"project-partner:{partner.id}:{partner.since.isoformat()}"
    _tell("invited", project, [partner.association_id], cause=cause, now=now, more={"owner": project.owner.name})


def asked(partner: ProjectPartner, *, now: datetime) -> None:
    """A group would like to take part. To the owner."""
    cause = f"project-partner:{partner.id}:{partner.since.isoformat()}"
    facts = {"group": partner.association.name, "words": _in_one_line(partner.words)}
    _tell("asked", partner.project, [partner.project.owner_id], cause=cause, now=now, page="/partners", more=facts)


def joined(partner: ProjectPartner, *, now: datetime, but: int | None) -> None:
    """A new partner: to everybody who takes part, the new one too."""
    cause = f"project-partner:{partner.id}:{partner.since.isoformat()}:in"
    whom = partners_of(partner.project)
    _tell("joined", partner.project, whom, cause=cause, now=now, but=but, more={"group": partner.association.name})


def declined(partner: ProjectPartner, was: str, *, now: datetime) -> None:
    """No, this time: to whoever asked."""
    asker = partner.association_id if was == "asked" else partner.project.owner_id
    cause = f"project-partner:{partner.id}:{partner.since.isoformat()}:no"
    more = {"group": partner.association.name, "was": was}
    _tell("declined", partner.project, [asker], cause=cause, now=now, more=more)


def poll_opened(poll: DatePoll, *, now: datetime, but: int) -> None:
    """Find a date with us."""
    project = poll.project
    page = f"/date/{poll.id}"
    _tell("poll", project, partners_of(project), cause=f"date-poll:{poll.id}", now=now, page=page, but=but, more={})


def date_found(poll: DatePoll, *, now: datetime) -> None:
    """The date, told once to everybody: partners, and those who answered by the link and left an address."""
    project = poll.project
    if poll.chosen_at is None:
        return
    cause = f"date-poll:{poll.id}:found"
    when = {"day_at": poll.chosen_at.isoformat(), "minutes": poll.minutes}
    _tell("date_found", project, partners_of(project), cause=cause, now=now, more=when)
    people = {one.email for one, _association in queries.delegates(partners_of(project))}
    for voter in poll.voters:
        if voter.email and voter.email not in people:
            people.add(voter.email)
            page = whole(f"/{voter.language}/dates/{poll.link_token}")
            facts = {"project": project.title, "link": page, "phone": house("phone"), **when}
            to = Recipient("email", voter.email, voter.name, voter.language)
            outbox.owe("projects/date_found", cause=cause, to=to, facts=facts, now=now)


def thanked(project: Project, *, now: datetime, but: int) -> None:
    """The project is done: thank you."""
    cause = f"project:{project.id}:thanks:{project.version}"
    _tell(
        "thanks",
        project,
        partners_of(project),
        cause=cause,
        now=now,
        but=but,
        more={"words": _in_one_line(project.thanks)},
    )


def hidden(project: Project, *, now: datetime) -> None:
    """Staff took it off the public list, and why. To the owner."""
    cause = f"project:{project.id}:hidden:{project.version}"
    _tell(
        "hidden", project, [project.owner_id], cause=cause, now=now, more={"words": _in_one_line(project.hidden_reason)}
    )
