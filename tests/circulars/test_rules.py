"""In which language a message is read, and which links may stand in it; no database."""

import pytest

from wok.circulars import rules

FRENCH, ENGLISH = {"fr": "Fête"}, {"en": "Party"}


@pytest.mark.parametrize(
    ("subject", "body", "language", "read"),
    [
        pytest.param({**FRENCH, **ENGLISH}, {**FRENCH, **ENGLISH}, "en", "en", id="one's own language"),
        pytest.param({**FRENCH, **ENGLISH}, {**FRENCH, **ENGLISH}, "lb", "fr", id="else French"),
        pytest.param(ENGLISH, ENGLISH, "pt", "en", id="else any"),
        pytest.param({**FRENCH, **ENGLISH}, ENGLISH, "fr", "en", id="never a subject without its text"),
        pytest.param(FRENCH, ENGLISH, "fr", None, id="nothing whole"),
    ],
)
def test_everybody_reads_a_whole_message(subject, body, language, read):
    found = rules.written(subject, body, language)
    assert (found.language if found else None) == read


@pytest.mark.parametrize(
    ("words", "bad"),
    [
        pytest.param("See https://wok.example.lu/fr, or call.", [], id="whole and plain"),
        pytest.param("See http://wok.example.lu", ["http://wok.example.lu"], id="not https"),
        pytest.param("www.example.org", ["www.example.org"], id="no scheme"),
        pytest.param("https://me@evil.example/x", ["https://me@evil.example/x"], id="another host behind a name"),
        pytest.param("https://10.0.0.1/x", ["https://10.0.0.1/x"], id="a bare number"),
        pytest.param("JavaScript://x%0aalert(1)", ["JavaScript://x%0aalert(1"], id="a script"),
        pytest.param("Write to wok@example.org at 12:30.", [], id="no link at all"),
    ],
)
def test_only_links_that_show_where_they_lead(words, bad):
    assert rules.bad_links(rules.links([words])) == bad
