"""Fields as HTML: the words WTForms writes, without its formatting each attribute as a marked-up text of its own.

A page with a form spent a third of its time there (SPEED.md). What is drawn here are inputs, text areas and
selects without groups; every other widget draws itself. tests/web/test_drawing.py holds both ways side by side.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape
from wtforms import Field
from wtforms.widgets import Input, NumberInput, Select, TextArea

_PLAIN = (Input.__call__, NumberInput.__call__)
_BOUNDS = ("step", "min", "max")  # a number's own, on its widget


def attributes(given: Mapping[str, Any]) -> str:
    """`name="value"` of each, sorted by name; True is the name alone, False is nothing."""
    words = []
    for name, value in sorted(given.items()):
        if value is True:
            words.append(name)
        elif value is not False:
            words.append(f'{name}="{_quoted(value)}"')
    return " ".join(words)


def _quoted(value: Any) -> str:
    """Escaped; only what is marked up already can still have a quotation mark."""
    said = str(escape(value))
    return said.replace('"', "&quot;") if '"' in said else said


def draw(field: Field, given: Mapping[str, Any]) -> Markup:
    """The field with these attributes beside its own."""
    widget = field.widget
    if type(widget).__call__ in _PLAIN and getattr(field, "_datalist", None) is None:
        return _input(field, given)
    if type(widget) is TextArea:
        said = attributes(_own(field, given))
        return Markup(f"<textarea {said}>\r\n{escape(field._value())}</textarea>")
    if type(widget) is Select and not field.has_groups():
        return _select(field, given)
    drawn: Markup = widget(field, **given)
    return drawn


def _own(field: Field, given: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes given, the name, the id and what the field's validators say of it."""
    known = vars(field.flags)
    ours = {"id": field.id, **given, "name": field.name}
    for name in field.widget.validation_attrs:
        if name in known and name not in ours:
            ours[name] = known[name]() if callable(known[name]) else known[name]
    return ours


def _input(field: Field, given: Mapping[str, Any]) -> Markup:
    ours = _own(field, given)
    ours.setdefault("type", field.widget.input_type)
    if isinstance(field.widget, NumberInput):
        bounds = {name: getattr(field.widget, name) for name in _BOUNDS}
        ours = {**{name: bound for name, bound in bounds.items() if bound is not None}, **ours}
    if "value" not in ours:
        ours["value"] = field._value()
    return Markup(f"<input {attributes(ours)}>")


def _select(field: Field, given: Mapping[str, Any]) -> Markup:
    ours = _own(field, given)
    if field.widget.multiple:
        ours["multiple"] = True
    return Markup(f"<select {attributes(ours)}>{''.join(_options(field.iter_choices()))}</select>")


def _options(choices: Iterable[Any]) -> Iterable[str]:
    for choice in choices:
        value = str(choice.value) if isinstance(choice.value, bool) else choice.value
        ours = {"value": value, **(choice.render_kw or {}), **({"selected": True} if choice.selected else {})}
        yield f"<option {attributes(ours)}>{escape(choice.label) or escape(choice.value)}</option>"
