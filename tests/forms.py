"""The posting forms of a page, as a browser would send them."""

import re
from html.parser import HTMLParser
from typing import Any

FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)


class PostForm:
    """One posting form of a page: where it goes, and what it would send untouched."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.values: dict[str, Any] = {}

    def take(self, tag: str, given: dict[str, str | None]) -> None:
        """Note a field's present value."""
        name, kind = given.get("name"), given.get("type", "text")
        if (
            not name
            or (kind in ("radio", "checkbox") and "checked" not in given)
            or kind == "submit"
            or tag == "button"
        ):
            return
        value = given.get("value") or ""
        self.values[name] = [*self.values[name], value] if isinstance(self.values.get(name), list) else value
        if kind == "checkbox" and not isinstance(self.values[name], list):
            self.values[name] = [value]


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PostForm] = []
        self._form: PostForm | None = None
        self._within: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._form = PostForm(given.get("action") or "") if (given.get("method") or "").lower() == "post" else None
            if self._form:
                self.forms.append(self._form)
        elif self._form and tag in ("input", "button"):
            self._form.take(tag, given)
        elif self._form and tag in ("textarea", "select"):
            self._within = given.get("name")
            self._form.values.setdefault(self._within or "", "")
        elif self._form and tag == "option" and self._within and "selected" in given:
            self._form.values[self._within] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in ("textarea", "select"):
            self._within = None

    def handle_data(self, data: str) -> None:
        if self._form and self._within and self.lasttag == "textarea":
            self._form.values[self._within] += data


def forms_of(html: str) -> list[PostForm]:
    """All posting forms of a page, in its order."""
    reader = _FormReader()
    for form in FORM.findall(html):  # the parser is slow, and most of a page is no form
        reader.feed(form)
    return reader.forms


def form_of(html: str, action: str | None = None) -> PostForm:
    """The form of the page's own content that posts to `action` (a part of the address is enough), else the first."""
    own = forms_of(html.partition("<main")[2] or html)
    fitting = [form for form in own if action is None or action in form.action]
    fitting.sort(key=lambda form: not form.action.endswith(action or ""))
    assert fitting, f"no form posts to {action}: {[form.action for form in own]}"
    return fitting[0]
