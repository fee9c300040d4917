"""The calls of the day: every kind of message has its words to say, for whoever has no mail."""

from html import unescape
from pathlib import Path

import pytest

from tests import make
from tests.mail import letters
from wok.mail.outbox import Recipient

MAILS = Path("templates/mail")
CALLS = "/en/staff/calls"
WAYS = (("phone", "+352621123456"), ("association", "booking:1"), ("none", "booking:2"))


@pytest.fixture
def claire(app, client):
    make.sign_in(client, make.staff())
    return client


def test_no_kind_of_mail_is_forgotten():
    written = {str(path.relative_to(MAILS).with_suffix("")) for path in MAILS.glob("*/*.txt")}
    assert written - letters.FRAMES == set(letters.MORE)


def test_each_kind_is_on_the_list_with_what_to_say_and_is_ticked(claire):
    for number, kind in enumerate(letters.MORE):
        channel, address = WAYS[number % len(WAYS)]
        letters.owe(number, kind, to=Recipient(channel, address, f"Guest {number}", "fr"))
    html = unescape(claire.get(CALLS).get_data(as_text=True))
    private = sum(bool(letters.facts(kind).get("is_private")) for kind in letters.MORE)  # nobody at the Wok reads those
    assert html.count("<summary>What to say</summary>") == len(letters.MORE) - private
    assert "cannot be shown" not in html
    for words in ("tel:+352621123456", "through their association", "No phone, no e-mail: tell them at the Wok"):
        assert words in html
    claire.fill(CALLS, "/told")
    html = unescape(claire.get(CALLS).get_data(as_text=True))
    assert "Told today" in html and html.count("They know") == len(letters.MORE) - 1
