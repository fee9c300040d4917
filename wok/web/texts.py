"""Words in five languages on one form: a field for each language, gaps allowed and shown."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, g
from flask_babel.speaklater import LazyString
from markupsafe import Markup
from wtforms import Field

from wok.db import Texts
from wok.kernel.values import dataclass
from wok.web.forms import LineField, LinesField, VersionForm, WokForm, at_most
from wok.web.language import LANGUAGE_NAMES, LANGUAGES, in_language
from wok.web.sentences import lazy_gettext as _l


class TextsForm(WokForm):
    """A form with texts in five languages; `in_five_languages` gives it their fields."""

    needed: tuple[tuple[str, LazyString], ...] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Where a text must not be missing in every language, say so at the field of the page's language."""
        is_valid = bool(super().validate(extra_validators))
        lacking = [(name, words) for name, words in self.needed if not self.texts(name)]
        for name, words in lacking:
            field = self[f"{name}_{g.lang}"]
            field.errors = [*field.errors, words]
        return is_valid and not lacking

    def texts(self, name: str) -> Texts:
        """What was written, without the languages left empty."""
        return {code: words for code in LANGUAGES if (words := self[f"{name}_{code}"].data or "")}

    def fill_texts(self, name: str, words: Texts) -> None:
        """Show these texts in the fields."""
        for code in LANGUAGES:
            self[f"{name}_{code}"].data = words.get(code, "")

    def fields_of(self, name: str) -> list[tuple[str, Field]]:
        """Language and field, in the order of the languages."""
        return [(code, self[f"{name}_{code}"]) for code in LANGUAGES]

    def has_others(self, *names: str) -> bool:
        """Something stands, or is wrong, in another language than the page's."""
        fields = [field for name in names for code, field in self.fields_of(name) if code != g.lang]
        return any(field.data or field.errors for field in fields)


NO_REASON = _l("Write the reason in one language at least.")


class VersionedTexts(VersionForm, TextsForm):
    """Texts with the version they were read in."""


F = TypeVar("F", bound=type[TextsForm])


def in_five_languages(
    name: str, *, longest: int, lines: bool = True, lacking: LazyString | None = None
) -> Callable[[F], F]:
    """Give a form class the fields name_fr, name_pt, … each named by its language; `lacking` is said when all are empty."""
    kind = LinesField if lines else LineField

    def add(form: F) -> F:
        for code in LANGUAGES:
            setattr(form, f"{name}_{code}", kind(LANGUAGE_NAMES[code], [at_most(longest)]))
        if lacking is not None:
            form.needed = (*form.needed, (name, lacking))
        return form

    return add


def gaps(words: Texts) -> list[str]:
    """Names of the languages in which nothing is written."""
    return [LANGUAGE_NAMES[code] for code in LANGUAGES if not words.get(code)]


def translated(sentence: LazyString) -> Texts:
    """A sentence of our own in every language it has been translated to; never English in another's place."""
    found: Texts = {}
    with in_language("en"):
        english = str(sentence)
    for code in LANGUAGES:
        with in_language(code):
            said = str(sentence)
        if code == "en" or said != english:
            found[code] = said
    return found


@dataclass(frozen=True)
class Words:
    """A text of the staff and the language it is in, which may not be the page's."""

    text: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.text)


def said(texts: Texts | None, language: str, *, first: str = "fr") -> Words:
    """A text in this language, else in `first` (French), else in any."""
    if texts and texts.get(language):
        return Words(texts[language], language)
    known = {code: text for code, text in (texts or {}).items() if text}
    return next(
        (Words(known[code], code) for code in (language, first, "fr", *known) if code in known), Words("", language)
    )


def own_text(texts: Texts | None, first: str = "fr") -> str:
    """The words alone, in the page's language, else in `first`, else in any; empty where nothing is written."""
    return said(texts, g.lang, first=first).text


def own(texts: Texts | None, first: str = "fr") -> Markup:
    """The same for a page, marked as somebody's own words, and with their language where it is another."""
    words = said(texts, g.lang, first=first)
    lang = Markup(' lang="{}"').format(words.language) if words.language != g.lang else ""
    return Markup("<bdi data-user-content{}>{}</bdi>").format(lang, words.text) if words else Markup()


def bind(app: Flask) -> None:
    """Give templates the filters `own` and `own_text`."""
    app.jinja_env.filters.update(own=own, own_text=own_text)
