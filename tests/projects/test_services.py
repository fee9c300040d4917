"""Bringing things together on both databases: more than needed, taken back after use, a date told once."""

from datetime import timedelta

import pytest
from flask import Flask

from tests import make
from tests.make import NOW
from tests.projects import table
from wok.db import db, transaction
from wok.people.models import Person
from wok.projects import figures, messages, needs, partners, personal, polls, record, services
from wok.projects.facts import Proposed, Voice
from wok.projects.models import DatePoll, PollVoter, Project
from wok.projects.refusals import (
    AlreadyIn,
    AlreadyUsed,
    IsCovered,
    MoreThanNeeded,
    OwnerStays,
    PollClosed,
    ProjectEnded,
    TimeOver,
)


@pytest.fixture
def amina(app: Flask) -> Person:
    return make.delegate("Les danseurs")


@pytest.fixture
def bruno(app: Flask) -> Person:
    return make.delegate("Futebol", name="Bruno Silva")


@pytest.fixture
def party(amina: Person, bruno: Person) -> Project:
    made = table.project(amina)
    table.joins(made, bruno)
    return made


def test_nobody_brings_more_than_is_missing_or_takes_back_what_was_used(amina: Person, bruno: Person, party: Project):
    tables = table.need(party, amina)
    with pytest.raises(MoreThanNeeded) as refused:
        table.brings(tables, bruno, 13)
    assert refused.value.facts == {"missing": 12}

    first = table.brings(tables, bruno, 12, "one-form-of-the-footballers")
    again = table.brings(tables, bruno, 12, "one-form-of-the-footballers")
    assert first.id == again.id and needs.meter_of(tables).word == "covered"
    with pytest.raises(IsCovered):
        table.brings(tables, amina, 1, "another-form-of-the-dancers")

    with transaction():
        needs.take_back(needs.pledge_of(party, first.id), table.by(bruno), now=NOW)
    with transaction():
        needs.give_again(needs.pledge_of(party, first.id), table.by(bruno), now=NOW)
        needs.mark_used(needs.pledge_of(party, first.id), table.by(amina), now=NOW)
    with pytest.raises(AlreadyUsed), transaction():
        needs.take_back(needs.pledge_of(party, first.id), table.by(bruno), now=NOW)

    assert [one.what for one in record.lines(party)][:4] == ["used", "brings", "takes_back", "brings"]
    [pooled] = figures.pooled(NOW, NOW + timedelta(days=1))
    assert (pooled.kind, pooled.pledges, pooled.associations) == ("materials", 1, 1)
    assert [one.partners for one in figures.projects_within(NOW, NOW + timedelta(days=1))] == [2]
    assert len(figures.partner_ids(NOW, NOW + timedelta(days=1))) == 2


def test_partners_come_once_and_take_along_what_they_had_not_given(amina: Person, bruno: Person, party: Project):
    tables = table.need(party, amina)
    table.brings(tables, bruno, 5)
    with pytest.raises(AlreadyIn), transaction():
        partners.invite(services.locked(party.id), table.by(bruno).association_id, "Futebol", table.by(amina), now=NOW)
    with pytest.raises(OwnerStays), transaction():
        partners.leave(partners.of(services.locked(party.id), party.owner_id), table.by(amina), now=NOW)

    with transaction():
        project = services.locked(party.id)
        partners.leave(partners.of(project, table.by(bruno).association_id), table.by(bruno), now=NOW)

    db.session.expire_all()
    assert needs.meter_of(tables).brought == 0
    assert [one.state for one in party.partners] == ["in", "left"]


def test_a_date_is_found_once_and_told_once_to_everybody(amina: Person, bruno: Person, party: Project):
    starts = tuple(NOW + timedelta(days=day) for day in (7, 8))
    token = "the-form-that-asks-for-a-date"
    with transaction():
        project = services.locked(party.id)
        asked = polls.open_poll(project, Proposed(starts, 120), table.by(amina), token=token, now=NOW)
        assert polls.open_poll(project, Proposed(starts, 120), table.by(amina), token=token, now=NOW) is asked
        messages.poll_opened(asked, now=NOW, but=amina.id)
    assert table.told("poll") == [bruno.email]

    first, second = (str(one.id) for one in asked.dates)
    with transaction():
        row = polls.locked(asked.id)
        guest = Voice({first: "no", second: "yes", "999": "yes"}, "lb", name="Stina", email="stina@example.org")
        polls.answer(row, guest, token="the-form-of-a-guest-by-link", now=NOW)
        polls.answer(row, guest, token="the-form-of-a-guest-by-link", now=NOW)
        mine = Voice({second: "maybe"}, "pt", person_id=bruno.id, association_id=table.by(bruno).association_id)
        polls.answer(row, mine, token="the-form-of-bruno-himself-x", now=NOW)
    assert [one.answers for one in row.voters] == [{first: "no", second: "yes"}, {second: "maybe"}]

    for _twice in range(2):
        with transaction():
            row = polls.locked(asked.id)
            if polls.close(row, int(second), table.by(amina), version=1, now=NOW):
                messages.date_found(row, now=NOW)
    assert table.told("date_found") == sorted([amina.email, bruno.email, "stina@example.org"])
    with pytest.raises(PollClosed), transaction():
        polls.answer(polls.locked(asked.id), mine, token="the-form-of-bruno-too-late", now=NOW)

    with transaction():
        again = polls.open_poll(project, Proposed(starts, 120), table.by(amina), token="asks-a-second-time-x", now=NOW)
    passed, both_over = starts[0], NOW + timedelta(days=9)
    with pytest.raises(TimeOver), transaction():
        polls.close(polls.locked(again.id), again.dates[0].id, table.by(amina), version=again.version, now=passed)
    with pytest.raises(TimeOver), transaction():
        polls.answer(polls.locked(again.id), mine, token="the-form-of-bruno-over-x", now=both_over)
    later = Proposed(tuple(at + timedelta(days=30) for at in starts), 120)
    with transaction():
        third = polls.open_poll(project, later, table.by(amina), token="asks-a-third-time-xx", now=both_over)
        services.set_state(services.locked(party.id), "given_up", table.by(amina), now=both_over)
    assert again.state == "ended"
    with pytest.raises(ProjectEnded), transaction():
        polls.answer(polls.locked(third.id), mine, token="the-form-of-bruno-ended", now=both_over)

    assert personal.kept_about(bruno)["dates_answered"][0]["answers"] == {second: "maybe"}
    assert personal.forget(NOW + timedelta(days=89)) == ""
    assert "1 answers without name" in personal.forget(NOW + timedelta(days=91))
    assert db.session.get_one(DatePoll, asked.id).chosen_at == starts[1]
    assert not db.session.query(PollVoter).filter(PollVoter.name != "").count()
