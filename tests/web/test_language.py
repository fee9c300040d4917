"""Which language is said: that of the page, of one mail within it, of the job around it."""

import pytest
from flask import Flask, g
from flask_babel import Babel

from wok.web import language
from wok.web.language import in_language, present_language
from wok.web.sentences import gettext, ngettext

LEAVE = {"fr": "Se déconnecter", "pt": "Sair", "en": "Sign out", "de": "Abmelden", "lb": "Ausloggen"}


@pytest.fixture
def speaker() -> Flask:
    """An app that speaks, and nothing else."""
    app = Flask(__name__)
    babel = Babel(app, locale_selector=language.select_locale)
    babel.domain_instance = language.PoDomain()
    return app


def test_mails_in_five_languages_leave_the_language_around_them_as_it_was(speaker: Flask) -> None:
    def five_mails() -> dict[str, str]:
        said = {}
        for code in LEAVE:
            with in_language(code):
                said[code] = gettext("Sign out")
                with pytest.raises(ZeroDivisionError), in_language("lb"):
                    raise ZeroDivisionError
                assert gettext("Sign out") == said[code]
        return said

    with speaker.app_context():  # a job
        assert five_mails() == LEAVE
        assert (present_language(), gettext("Sign out"), language.select_locale()) == ("fr", LEAVE["fr"], "fr")
        with in_language("xx"):
            assert gettext("Sign out") == LEAVE["fr"]
    with speaker.test_request_context("/de/", headers={"Accept-Language": "pt"}):
        assert gettext("Sign out") == LEAVE["pt"]
        g.lang = "de"
        assert five_mails() == LEAVE and gettext("Sign out") == LEAVE["de"]
    assert gettext("Sign out") == "Sign out"


def test_numbers_and_signs_of_per_cent_are_said_in_every_language(speaker: Flask) -> None:
    with speaker.app_context():
        said = {}
        for code in LEAVE:
            with in_language(code):
                said[code] = [ngettext("%(num)s place left", "%(num)s places left", count) for count in (0, 1, 2)]
                assert gettext("%(share)s %%", share=50).endswith("%")
                assert gettext("100 % sure, as nobody translates it") == "100 % sure, as nobody translates it"
    assert {code: words[1] == words[0].replace("0", "1") for code, words in said.items()} == {
        "fr": True, "pt": False, "en": False, "de": False, "lb": False,
    }  # fmt: skip
    assert all("2" in words[2] and words[2] != words[1] for words in said.values())
