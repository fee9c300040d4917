"""Five languages, no gap: every sentence of the code is translated, whole, with the same placeholders."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import check_and_call_extract_file
from babel.messages.pofile import read_po

from tests.house.source import ROOT, nodes

LANGUAGES = ("fr", "pt", "de", "lb")
# Names, codes and figures that are the same in a language: language -> sentences.
SAME = {
    "Menu",
    "Agenda",
    "Plan",
    "Programme",
    "Date",
    "Contact",
    "E-mail",
    "Conversation",
    "Navigation",
    "Filter",
    "Region",
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
WITHOUT_NAME = re.compile(r"(?<!%)(?:%%)*%(?!\(\w+\)[sd]|%)")
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
SPEAKS = re.compile(rf"\b({'|'.join(KEYWORDS)}|trans)\b")  # Babel takes its time with every file it is given
SUFFIXES = {".py", ".html", ".txt"}


@cache
def sentences() -> dict[tuple[str, ...], str]:
    """Every sentence of the code (with its plural) -> the first file it stands in."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(rule["pattern"], rule["method"]) for rule in rules]
    kept = {"silent", "extensions"}
    options = {rule["pattern"]: {key: rule[key] for key in kept & rule.keys()} for rule in rules}
    found: dict[tuple[str, ...], str] = {}
    for folder in ("wok", "templates"):
        for path in sorted((ROOT / folder).rglob("*.*")):
            if path.suffix in SUFFIXES and SPEAKS.search(path.read_text(encoding="utf-8")):
                said = check_and_call_extract_file(
                    path, methods, options, None, KEYWORDS, (), False, dirpath=ROOT / folder
                )
                for file, _line, words, _comments, _context in said:
                    found.setdefault(words if isinstance(words, tuple) else (words,), f"{folder}/{file}")
    return found


@cache
def catalogue(language: str) -> Catalog:
    """The stored catalogue of one language."""
    file = ROOT / "wok" / "translations" / language / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def message(language: str, words: tuple[str, ...]) -> Message | None:
    """What the catalogue has for a sentence."""
    return catalogue(language).get(words[0])


def forms(found: Message) -> list[str]:
    """Its translations: one, or one for each plural."""
    return [found.string] if isinstance(found.string, str) else list(found.string)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language):
    gaps = []
    for words, file in sentences().items():
        found = message(language, words)
        if found is None or not all(forms(found)) or (len(words) > 1 and isinstance(found.string, str)):
            gaps.append(f"{file}: {words[0]!r}")
    assert not gaps, f"{len(gaps)} sentences are missing in {language}; make messages, then translate:\n" + "\n".join(
        sorted(gaps)[:40]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language):
    fuzzy = [one.id for one in catalogue(language) if one.id and one.fuzzy]
    assert not fuzzy, fuzzy


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_names_of_what_is_filled_in(language):
    wrong = []
    for words in sentences():
        found = message(language, words)
        allowed = {name for form in words for name in PLACEHOLDER.findall(form)}
        needed = set(PLACEHOLDER.findall(words[-1]))
        for form in forms(found) if found else []:
            has = set(PLACEHOLDER.findall(form))
            is_plural = len(words) > 1
            if form and (not has <= allowed or (not is_plural and has != needed)):
                wrong.append(f"{words[0]!r} -> {form!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plural_form_names_its_number(language):
    wrong = []
    for words in sentences():
        found = message(language, words)
        if found and len(words) > 1 and all(forms(found)):
            needed = set(PLACEHOLDER.findall(words[1]))
            if set(PLACEHOLDER.findall(forms(found)[-1])) != needed:
                wrong.append(f"{words[1]!r} -> {forms(found)[-1]!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_kept_that_no_page_says(language):
    said = {words[0] for words in sentences()}
    stale = [
        one.id
        for one in catalogue(language)
        if one.id and (one.id if isinstance(one.id, str) else one.id[0]) not in said
    ]
    assert not stale, stale


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_not_left_in_english(language):
    left = []
    for words in sentences():
        found = message(language, words)
        is_sentence = len(PLACEHOLDER.sub("", words[0]).split()) > 2
        if found and is_sentence and forms(found)[0] == words[0] and words[0] not in SAME:
            left.append(words[0])
    assert not left, left


def test_placeholders_have_names():
    wrong = [
        f"{file}: {form!r}"
        for words, file in sentences().items()
        for form in words
        if WITHOUT_NAME.search(form) and PLACEHOLDER.search(form)
    ]
    assert not wrong, "\n".join(wrong)


def test_sentences_are_written_out_not_built():
    """`_(f"…")` and `_("a" + b)` can never be found by who translates."""
    import ast

    wrong = []
    for path in sorted((ROOT / "wok").rglob("*.py")):
        for node in nodes(path):
            name = getattr(getattr(node, "func", None), "id", "")
            if (
                name in KEYWORDS
                and node.args
                and not (isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str))
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong, wrong


def test_no_html_hides_in_a_sentence():
    wrong = [f"{file}: {words[0]!r}" for words, file in sentences().items() if re.search(r"</?[a-z]+[^>]*>", words[0])]
    assert not wrong, "\n".join(wrong)


def test_a_catalogue_names_files_but_no_lines():
    lined = [
        str(path)
        for path in _catalogue_files()
        if re.search(r"^#: .*:\d+", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert not lined, lined


def _catalogue_files() -> list[Path]:
    return sorted((ROOT / "wok" / "translations").rglob("*.po"))
