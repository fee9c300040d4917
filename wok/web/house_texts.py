"""The house's words as staff edit them: one row for each text, one field for each language."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError
from wtforms import BooleanField, HiddenField
from wtforms.validators import Email, Optional

from wok.db import db
from wok.kernel.weekly import Hours
from wok.web import house_hours
from wok.web.forms import LineField, LinesField, WokForm, at_most, required
from wok.web.house import DEFAULTS
from wok.web.language import LANGUAGE_NAMES, LANGUAGES
from wok.web.models import HouseText
from wok.web.sentences import lazy_gettext as _l

LINES = ("name", "phone", "email", "street", "town", "place")
IN_LANGUAGES = ("hours", "way_in")
WHEN = "written_at"  # the row that keeps when each language of each text was written


class TextsForm(WokForm):
    """Name, contact and address; the hours and the way in, in each language."""

    name = LineField(_l("Name of the house"), [required(), at_most(80)])
    phone = LineField(_l("Phone"), [required(), at_most(40)])
    email = LineField(_l("E-mail"), [Optional(), at_most(200), Email(_l("Write the e-mail like name@example.org."))])
    street = LineField(_l("Street and number"), [at_most(120)])
    town = LineField(_l("Postal code and town"), [at_most(120)])
    place = LineField(_l("Name of the place"), [at_most(120)])
    is_step_free = BooleanField(_l("No step on the way in; a lift where there are stairs"))
    version = HiddenField()

    def texts(self) -> dict[str, Any]:
        """What was typed, by key, as `house()` reads it."""
        found: dict[str, Any] = {key: self[key].data or "" for key in LINES}
        found["is_step_free"] = bool(self.is_step_free.data)
        for key in IN_LANGUAGES:
            typed = {language: self[f"{key}_{language}"].data or "" for language in LANGUAGES}
            found[key] = {language: text for language, text in typed.items() if text}
        found["weekly"] = house_hours.stored(self.hours())
        return found

    def hours(self) -> list[Hours]:
        """The hours of the week, Monday first."""
        return [row for weekday in range(7) for row in self[f"open_{weekday}"].rows()]


for _weekday in range(7):
    setattr(TextsForm, f"open_{_weekday}", house_hours.HoursField(_weekday))
for _code in LANGUAGES:
    _named = {"language": LANGUAGE_NAMES[_code]}
    setattr(
        TextsForm, f"hours_{_code}", LinesField(_l("Opening hours in words: %(language)s", **_named), [at_most(2000)])
    )
    setattr(
        TextsForm,
        f"way_in_{_code}",
        LinesField(_l("The way in, step-free too: %(language)s", **_named), [at_most(2000)]),
    )


def stored() -> dict[str, Any]:
    """The present texts, by the names of the form's fields."""
    values = {**DEFAULTS, **{row.key: row.value for row in db.session.scalars(select(HouseText))}}
    shown = {key: values[key] for key in (*LINES, "is_step_free")}
    for key in IN_LANGUAGES:
        shown.update({f"{key}_{language}": values[key].get(language, "") for language in LANGUAGES})
    rows = house_hours.read(values["weekly"])
    shown.update({f"open_{weekday}": house_hours.said(rows, weekday) for weekday in range(7)})
    return shown


def version() -> str:
    """The present texts in few letters: another text, another version."""
    words = json.dumps(stored(), sort_keys=True)
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def differing(form: TextsForm) -> list[tuple[str, str]]:
    """What stands now where the form says something else: the field's name in words, and the text."""
    words = {key: text for key, text in stored().items() if isinstance(text, str)}
    return [(str(form[key].label.text), text) for key, text in words.items() if (form[key].data or "") != text]


def gaps() -> dict[str, str]:
    """By field: "missing", or "older" where the French was written anew since; only where there is French at all."""
    shown, row = stored(), db.session.get(HouseText, WHEN)
    when: dict[str, dict[str, str]] = row.value if row else {}
    found = {}
    for key in IN_LANGUAGES:
        for language in LANGUAGES if shown[f"{key}_fr"] else ():
            if not shown[f"{key}_{language}"]:
                found[f"{key}_{language}"] = "missing"
            elif when.get(key, {}).get(language, "") < when.get(key, {}).get("fr", ""):
                found[f"{key}_{language}"] = "older"
    return found


def _dated(texts: dict[str, Any], when: dict[str, dict[str, str]], *, now: datetime) -> dict[str, dict[str, str]]:
    before = stored()
    return {
        key: when.get(key, {})
        | {code: now.isoformat() for code, words in texts[key].items() if words != before[f"{key}_{code}"]}
        for key in IN_LANGUAGES
    }


def save(texts: dict[str, Any], *, version_read: str | None, now: datetime) -> None:
    """Write what differs from before; untouched texts keep their date. Raises StaleDataError when others saved first."""
    rows = {row.key: row for row in db.session.scalars(select(HouseText).with_for_update())}
    if version_read != version():
        raise StaleDataError("the texts of the house were changed meanwhile")
    dated = _dated(texts, rows[WHEN].value if WHEN in rows else {}, now=now)
    for key, value in {**texts, WHEN: dated}.items():
        row = rows.get(key)
        if row is None and value != DEFAULTS.get(key) and (key != WHEN or any(value.values())):
            db.session.add(HouseText(key=key, value=value, changed_at=now))
        elif row is not None and row.value != value:
            row.value, row.changed_at = value, now
    db.session.flush()
