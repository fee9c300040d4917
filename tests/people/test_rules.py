"""Pure decisions about people."""

import pytest

from wok.people import rules

FOREIGN = [
    "", "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/%5Cevil.example", "/%2F/evil.example",
    "///evil.example", "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)", "evil.example", "http:/evil.example",
    "/%09/evil.example", "/en/\x00", " /en/", "/en//evil.example", "//[bad", "/" + "x" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("asked", FOREIGN)
def test_no_address_leads_out_of_the_house(asked: str) -> None:
    assert rules.local_path(asked, otherwise="/en/") == "/en/"


@pytest.mark.parametrize("asked", ["/", "/en/join", "/en/join?a=b&c=%20d", "/fr/lunch/2026-11-18"])
def test_paths_of_the_house_are_kept(asked: str) -> None:
    assert rules.local_path(asked, otherwise="") == asked


@pytest.mark.parametrize(
    ("name", "other", "is_one"),
    [
        ("Les Danseurs asbl", "danseurs", True),
        ("Associação Portuguesa", "Associacao Portugesa", True),
        ("Les danseurs", "Les chanteurs", False),
        ("A.S.B.L.", "a.s.b.l.", True),
        ("🍜", "🎈", False),
    ],
)
def test_names_that_are_nearly_the_same_are_noticed(name: str, other: str, is_one: bool) -> None:
    assert rules.is_close(name, other) is is_one


def test_a_browser_is_named_in_words_people_know() -> None:
    assert (
        rules.browser_words("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0")
        == "Firefox, Android"
    )
    assert rules.browser_words("") == ""
