"""Staff answer requests, move, hand over and cancel appointments, each on a page that shows first who is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import make
from tests.appointments.desk import FRIDAY, TUESDAY, WEDNESDAY, appointment_of, at, book, matter, told
from tests.appointments.staff_desk import ALL, fresh, page_of, read, signed_in
from wok.appointments import queries, words
from wok.db import transaction
from wok.mail.models import Message
from wok.team import services as team


@pytest.fixture
def claire(app, client):
    return signed_in(client)


def request_of(subject, start, email="bruno@example.org", **more):
    booking = book(subject, start, **more)
    with transaction():
        booking.contact_email = email
    return booking


def ill(colleague, day):
    with transaction():
        team.add_exception(colleague, "ill", day, day, now=make.NOW)


def test_only_staff_see_them(app, client):
    booking = book(matter(), at(FRIDAY, 10))
    for page in (ALL, page_of(booking), f"{ALL}/new", f"{ALL}/matters"):
        assert "/sign-in" in client.get(page).location
    make.sign_in(client, make.delegate())
    for page in (ALL, page_of(booking), page_of(booking, "/cancel"), f"{ALL}/new"):
        read(client, page, 404)
    assert client.post(page_of(booking, "/confirm")).status_code == 404


def test_a_quiet_week_leads_on(claire):
    html = read(claire)
    assert "No appointment in these two weeks" in html and "Book for somebody" in html


def test_requests_wait_with_their_rivals_side_by_side_and_one_press_confirms(claire):
    subject = matter(confirmation="by_staff")
    first, second = request_of(subject, at(FRIDAY, 10)), request_of(subject, at(FRIDAY, 11))
    html = read(claire)
    assert "Rivals" in html and "Kept until" in html
    assert claire.fill(ALL, f"/{first.id}/confirm").status_code == 303
    assert (fresh(first).status, fresh(second).status) == ("confirmed", "cancelled")
    html = read(claire, page_of(second))
    assert "they have another appointment for this matter" in html


def test_two_staff_confirm_rivals_at_once_and_one_reads_why(app, claire):
    subject = matter(confirmation="by_staff")
    rivals = [request_of(subject, at(FRIDAY, 10)), request_of(subject, at(FRIDAY, 11))]
    dora = app.test_client()
    make.sign_in(dora, make.staff(name="Dora"))
    desks = [
        (desk, make.form_of(read(desk, page_of(one)), "/confirm"))
        for desk, one in zip((claire, dora), rivals, strict=True)
    ]

    def press(pair):
        with app.app_context():
            return pair[0].post(pair[1].action, data=pair[1].values)

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(press, desks))
    assert sorted(one.status_code for one in answers) == [303, 409]
    lost = next(one for one in answers if one.status_code == 409).get_data(as_text=True)
    assert "Settled: they have another appointment for this matter." in lost
    assert sorted(fresh(one).status for one in rivals) == ["cancelled", "confirmed"]


def test_an_interpreter_makes_it_certain_only_by_name(claire):
    booking = book(matter(), at(FRIDAY, 10), ask={"language": "pt", "wants_interpreter": True})
    refused = claire.fill(page_of(booking), "/confirm")
    assert refused.status_code == 422 and "Write who interprets" in refused.get_data(as_text=True)
    claire.fill(page_of(booking), "/confirm", interpreter="Rosa")
    assert fresh(booking).status == "confirmed" and appointment_of(booking).interpreter == "Rosa"


def test_declining_says_why_and_can_be_undone(claire):
    booking = book(matter(confirmation="by_staff"), at(FRIDAY, 10))
    assert claire.fill(page_of(booking), "/decline").status_code == 422
    claire.fill(page_of(booking), "/decline", reason="Ask the commune first")
    assert fresh(booking).status == "cancelled" and told(booking)[-1][0] == "declined"
    claire.fill(page_of(booking), "/undo")
    assert fresh(booking).status == "held"


def test_who_cannot_be_reached_is_said_before_anything_is_done(claire):
    booking = book(matter(), at(FRIDAY, 10), reach="none", email=None)
    for rest in ("", "/move", "/cancel", "/colleague"):
        assert "Nobody can reach them" in read(claire, page_of(booking, rest)), rest


def test_a_colleague_who_is_ill_hands_over_at_the_same_time(claire):
    anna = make.colleague()
    dora = make.colleague(make.staff(name="Dora"), shown_as="Dora")
    booking = book(matter(anna, dora), at(TUESDAY, 11), ask={"colleague_id": anna.person_id})
    ill(anna, TUESDAY)
    assert "is ill" in read(claire) and "Cancel, with other times" in read(claire, page_of(booking))
    claire.fill(page_of(booking, "/colleague"), colleague=str(dora.person_id), reason="Anna is ill")
    assert appointment_of(booking).colleague_id == dora.person_id and fresh(booking).starts_at == at(TUESDAY, 11)
    assert [kind for kind, state in told(booking) if state == "due"] == ["colleague"]
    claire.fill(page_of(booking), "/undo")
    assert appointment_of(booking).colleague_id == anna.person_id


def test_moving_to_a_free_time_or_beyond_hours_with_a_reason(claire):
    booking = book(matter(), at(FRIDAY, 10))
    move = page_of(booking, "/move")
    assert claire.fill(move).status_code == 422
    assert claire.fill(move, at=words.write_instant(at(FRIDAY, 11))).status_code == 303
    assert fresh(booking).starts_at == at(FRIDAY, 11)
    own = {"day": "2026-11-20", "time": "19:30", "colleague": str(appointment_of(booking).colleague_id)}
    refused = claire.fill(move, "/move", **own)
    assert refused.status_code == 422 and "Write why; it is kept." in refused.get_data(as_text=True)
    claire.fill(move, "/move", **own, override="They work all day")
    assert fresh(booking).starts_at == at(FRIDAY, 19, 30) and fresh(booking).override_reason == "They work all day"


def test_an_outdated_page_of_moving_shows_what_changed(claire):
    booking = book(matter(), at(FRIDAY, 10))
    old = make.form_of(read(claire, page_of(booking, "/move")), "/move")
    claire.fill(page_of(booking, "/move"), "/move", at=words.write_instant(at(FRIDAY, 11)))
    answer = claire.post(
        page_of(booking, "/move"), data={**old.values, "at": words.write_instant(at(FRIDAY, 14)), "reason": "Train"}
    )
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "Moved to another date or time" in html and "Train" in html
    assert fresh(booking).starts_at == at(FRIDAY, 11)


def test_cancelling_shows_the_words_keeps_three_times_and_can_be_undone(claire):
    booking = book(matter(), at(WEDNESDAY, 10), language="en")
    cancel = page_of(booking, "/cancel")
    shown = claire.fill(cancel, reason="Claire is ill", do="preview")
    assert shown.status_code == 200 and "The reason: Claire is ill" in shown.get_data(as_text=True)
    assert fresh(booking).status == "confirmed"
    claire.fill(cancel, reason="Claire is ill", do="send")
    assert len(queries.proposals(fresh(booking))) == 3 and told(booking)[-1][0] == "proposals"
    assert "We keep these times for them" in read(claire, page_of(booking))
    assert "They choose a new time" in read(claire)
    claire.fill(page_of(booking), "/undo")
    assert (fresh(booking).status, fresh(booking).starts_at) == ("confirmed", at(WEDNESDAY, 10))


def test_what_came_of_it_is_written_and_two_writers_see_each_other(claire, clock_at):
    booking = book(matter(), at(TUESDAY, 10))
    clock_at(at(TUESDAY, 11))
    assert claire.fill(ALL, "/mark").status_code == 303
    assert fresh(booking).attendance == "came"
    old = make.form_of(read(claire, page_of(booking)), "/write-up")
    claire.fill(page_of(booking), "/write-up", outcome="to_follow", next_step="Bring the letter", note="Hesitant")
    answer = claire.post(old.action, data={**old.values, "note": "My own note"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "Hesitant" in html and "My own note" in html
    assert appointment_of(booking).staff_note == "Hesitant"
    claire.fill(page_of(booking), "/mark", attendance="")
    assert fresh(booking).attendance is None


def test_a_video_link_must_be_one(claire, clock_at):
    booking = book(matter(places=("video",)), at(FRIDAY, 10), ask={"place": "video"})
    clock_at(at(TUESDAY, 10))
    assert claire.fill(page_of(booking), "/details", video_link="javascript:alert(1)").status_code == 422
    claire.fill(page_of(booking), "/details", video_link="https://meet.example.org/wok")
    assert told(booking)[-1] == ("confirmed", "due")
    assert make.db.session.query(Message).filter_by(booking_id=booking.id).count() == 2
