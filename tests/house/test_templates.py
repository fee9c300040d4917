"""Templates show, they do not decide (STYLE.md 8), and the content security policy holds (PROMISES S8)."""

import re

from tests.house.source import strings, templates

# Written by us in the same file, never by people: template -> what.
SAFE = {"macros/icons.html": "the strokes of our own icons"}
# Words alone, that code puts into another page or a field: template -> why.
WORDS_ONLY = {
    "cards/words.html": "a printed card in the person’s language, put into a page",
    "appointments_staff/card_words.html": "a printed card in the booker’s language, put into card.html",
}
NAMED = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
POSTING_FORM = re.compile(r"<form\b[^>]*method=[\"']?post[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)


def pages() -> dict[str, str]:
    """The templates that make pages: no mails."""
    return {name: COMMENT.sub("", text) for name, text in templates().items() if not name.startswith("mail/")}


def test_every_template_is_used():
    named = {other for text in templates().values() for other in NAMED.findall(text)}
    written = strings()
    unused = [name for name in templates() if name not in named and not _spellings(name) & written]
    assert not unused, unused


def test_every_page_stands_in_the_layout():
    included = {other for text in templates().values() for other in NAMED.findall(text)}
    odd = [
        name
        for name, text in pages().items()
        if name not in included
        and name not in {"layout.html", "programme/embedded.html", *WORDS_ONLY}
        and "{% extends" not in text
    ]
    assert not odd, odd


def test_text_is_always_escaped():
    wrong = [
        name
        for name, text in templates().items()
        if re.search(r"\|\s*safe\b|autoescape\s+false", text) and name not in SAFE
    ]
    assert not wrong, wrong


def test_pages_carry_no_style_script_or_handler_of_their_own():
    forbidden = re.compile(
        r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script\b(?![^>]*\bsrc=)", re.IGNORECASE
    )
    wrong = {name: found.group(0) for name, text in pages().items() if (found := forbidden.search(text))}
    assert not wrong, wrong


def test_pages_ask_nothing_of_other_hosts():
    wrong = [
        name for name, text in pages().items() if re.search(r"""(?:src|srcset)\s*=\s*["']\s*(?:https?:)?//""", text)
    ]
    assert not wrong, wrong


def test_every_posting_form_carries_the_token():
    proof = re.compile(r"hidden(?:_tag)?\(|csrf_token|token\(")
    wrong = [name for name, text in pages().items() for form in POSTING_FORM.findall(text) if not proof.search(form)]
    assert not wrong, wrong


def _spellings(name: str) -> set[str]:
    """How code may name a template: in full, without ending, as a mail's kind."""
    bare = name.rsplit(".", 1)[0]
    kind = {bare.removeprefix("mail/"), bare.rsplit("/", 1)[-1]} if name.startswith("mail/") else set()
    return {name, bare, *kind}
