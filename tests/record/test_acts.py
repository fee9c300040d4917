"""What staff and delegates decide is on record by itself, without anybody's words; staff see whether it is whole."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import make
from tests.make import NOW
from tests.record.tampering import faults, past_the_guard, stored
from wok.bookings.models import BookingEvent
from wok.bookings.services import note
from wok.db import db, transaction
from wok.jobs import schedule, ticks, tidy, watching
from wok.mail.models import Message
from wok.record import kept, nightly, sealing
from wok.record.models import Act, SealedLine

HEALTH = "/en/staff/health"


def acts() -> list[tuple[str, int | None, dict]]:
    db.session.rollback()
    return [(one.what, one.person_id, one.facts) for one in db.session.scalars(select(Act).order_by(Act.id))]


def run_jobs(app: Flask, *names: str) -> None:
    for job in ticks.JOBS:
        if job.name in names:
            schedule.run(app, job)


def test_what_staff_decide_is_on_record_without_words_and_staff_see_that_it_is_whole(
    app: Flask, client: FlaskClient, clock_at
) -> None:
    claire, amina = make.staff(email="claire@example.org"), make.person(email="amina@example.org")
    asked = make.association(name="Les danseurs", status="asked", accepted_at=None)
    membership = make.membership(amina, asked, confirmed_at=None)
    make.sign_in(client, claire)
    place = f"/en/staff/associations/{asked.id}"
    token = make.form_of(client.get(place).text).values["csrf_token"]
    assert client.post(f"{place}/ask", data={"csrf_token": token, "words": ""}).status_code == 422
    assert acts() == [], "what was refused was not done"
    assert client.fill(place, "/accept").status_code == 303
    ((what, who, facts),) = acts()
    assert (what, who, facts["of"]) == ("associations.accept", claire.id, {"association_id": asked.id})
    assert facts["rows"]["association"] == {str(asked.id): {"status": ["asked", "accepted"]}}
    assert str(membership.id) in facts["rows"]["membership"]
    make.sign_in(client, amina)
    people = f"/en/my/association/{asked.id}/people"
    assert client.fill(people, people, email="lea@example.org", role="member").status_code == 303
    what, who, facts = acts()[-1]
    assert (what, who, "lea" in str(facts)) == ("associations.invite", amina.id, False)
    assert [one["role"] for one in facts["rows"]["membership"].values()] == [["member"]]

    make.sign_in(client, claire)
    run_jobs(app, "record", nightly.JOB)
    page = client.get(HEALTH).text
    assert "Nothing on record was changed." in page and f"1:{sealing.last().digest}" in page
    past_the_guard("UPDATE act SET what = 'nothing'")
    run_jobs(app, nightly.JOB)
    assert "Something on record was changed." in client.get(HEALTH).text
    watching.run(NOW)
    assert db.session.scalar(select(Message.kind).where(Message.kind == watching.KIND))
    assert kept.path().stat().st_mode & 0o77 == 0


def test_who_and_what_are_forgotten_and_the_record_stays_whole(app: Flask, client: FlaskClient, clock_at) -> None:
    claire, amina, bruno = (
        make.staff(),
        make.person(name="Amina Haddad", email="a@example.org"),
        make.person(name="Bruno Silva"),
    )
    lunch = make.lunch()
    for who in (amina, bruno):
        booking = make.rsvp(lunch, 2, name=who.name, email=who.email, person_id=who.id)
        with transaction():
            note(booking, "klass", by="booker", now=NOW, person_id=who.id, reason="Asked by Amina Haddad herself")
    run_jobs(app, "record")
    salts = select(func.count(SealedLine.who_salt), func.count(SealedLine.facts_salt), func.count(SealedLine.who))
    assert db.session.execute(salts).one() == (2, 4, 2)
    make.sign_in(client, claire)
    assert client.fill(f"/en/staff/people/{amina.id}/erase", is_sure="y").status_code == 303
    assert "rows" not in acts()[-1][2], "a list of what was emptied would tell what it had been"
    assert "Haddad" not in str(stored()) and faults() == []
    assert db.session.execute(salts).one() == (1, 2, 2), "nobody can find out by trying who and what it was"
    tidy.run(NOW + timedelta(days=100))
    assert not any(db.session.scalars(select(BookingEvent.person_id))) and faults() == []
    past_the_guard(f"UPDATE booking_event SET person_id = {claire.id} WHERE id = 2")
    assert [one.partition("): ")[2] for one in faults()] == ["who did it: was put in afterwards"]
