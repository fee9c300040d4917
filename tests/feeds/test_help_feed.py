"""Agreed help in the calendars of both sides."""

from datetime import timedelta

from tests import make
from tests.feeds.test_desk_feed import events, mine
from tests.skills import helping
from wok.db import db, transaction
from wok.feeds import services
from wok.feeds.queries import FeedKey
from wok.skills import asking

NOW = make.NOW
LATER = NOW + timedelta(hours=1)


def test_agreed_help_stands_in_both_calendars_until_it_is_taken_back(app):
    amina = make.delegate("Les danseurs", email="amina@example.org")
    bruno = make.delegate("Les footballeurs", email="bruno@example.org", name="Bruno")
    offer = helping.offer(bruno)
    feeds = [mine(amina), mine(bruno)]
    with transaction():
        services.make_address(bruno, "association", helping.association_of(bruno), "en", now=NOW)
    ours = FeedKey("association", "en", helping.association_of(bruno).id)
    row = helping.ask(amina, place="Maison des jeunes", purpose="Secret words")
    services.publish_changed(now=NOW)
    assert [events(key) for key in (*feeds, ours)] == [[], [], []]

    with transaction():
        asking.say_yes(helping.call_of(row, offer), now=NOW)
    published = set(services.publish_changed(now=NOW))
    assert {key.text for key in (*feeds, ours)} <= published
    (asked,), (given,), (theirs,) = (events(key) for key in (*feeds, ours))
    assert given == theirs and asked.split("UID:")[1].split("\r")[0] != given.split("UID:")[1].split("\r")[0]
    for text, said in ((asked, "Les footballeurs"), (given, "Les danseurs")):
        assert "SUMMARY:Help: Translation and interpreting" in text and said in text
        assert "STATUS:CONFIRMED" in text and "LOCATION:Maison des jeunes" in text and "Secret" not in text
        assert "DTSTART;TZID=Europe/Luxembourg:20261120T180000" in text

    with transaction():
        asking.withdraw(db.session.merge(row), now=LATER)
    published = set(services.publish_changed(now=LATER))
    assert {key.text for key in (*feeds, ours)} <= published
    for key, before in ((feeds[0], asked), (feeds[1], given)):
        (gone,) = events(key)
        assert "STATUS:CANCELLED" in gone and "SUMMARY:Cancelled: Help" in gone
        assert _number(gone, "SEQUENCE") > _number(before, "SEQUENCE")


def _number(text: str, name: str) -> int:
    return int(text.split(f"{name}:")[1].split("\r")[0])
