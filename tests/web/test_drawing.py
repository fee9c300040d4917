"""The form fields drawn by the house read like those WTForms draws."""

from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    EmailField,
    FileField,
    Form,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import NumberInput

from wok.web import forms
from wok.web.drawing import draw

ODD = "a \"b\" <c> & 'd'"


class Everything(Form):
    line = StringField("Line", [InputRequired(), Length(min=2, max=40)], render_kw={"class_": "wide", "data_x_y": 1})
    mail = EmailField("Mail")
    phone = TelField("Phone", render_kw={"aria_label": ODD, "disabled": True})
    secret = PasswordField("Secret")
    hidden = HiddenField("Hidden")
    count = IntegerField("Count", [NumberRange(1, 9)])
    share = DecimalField("Share", widget=NumberInput(step="any", min=0))
    day = DateField("Day")
    hour = TimeField("Hour")
    file = FileField("File")
    yes = BooleanField("Yes")
    words = TextAreaField("Words", [InputRequired(), Length(max=500)])
    one = SelectField("One", choices=[("a", "A"), ("b", ODD), ("", Markup("<i>none</i>")), (3, "three")])
    grouped = SelectField("Grouped", choices={"G": [("a", "A"), ("b", "B")]}, validate_choice=False)
    many = SelectMultipleField("Many", choices=[("a", "A"), ("b", "B")])
    radio = RadioField("Radio", choices=[("a", "A"), ("b", "B")])


TYPED = MultiDict(
    {"line": ODD, "mail": "a@b.lu", "hidden": ODD, "count": "x3", "day": "2026-11-25", "yes": "y"}
    | {"words": ODD, "one": "b", "many": ["a", "b"], "radio": "b"}
)
GIVEN: list[dict[str, Any]] = [
    {},
    {"class_": "input", "aria_describedby": "x-hint", "data_step": ODD, "required": False},
    {"id": "other", "value": ODD, "type": "text", "maxlength": 7, "title": Markup('said "so"')},
]


@pytest.mark.filterwarnings("ignore:Passing SelectField choices:DeprecationWarning")
@pytest.mark.parametrize("typed", [None, TYPED], ids=["fresh", "sent"])
@pytest.mark.parametrize("given", GIVEN, ids=["plain", "described", "renamed"])
def test_each_field_is_drawn_as_wtforms_draws_it(typed: "MultiDict[str, str] | None", given: dict[str, Any]) -> None:
    form = Everything(typed)
    meta = forms.WokForm.Meta()
    form.validate()
    for field in form:
        theirs = field.meta.render_field(field, dict(given))
        assert meta.render_field(field, dict(given)) == theirs
        assert isinstance(draw(field, {}), Markup)


def test_a_form_of_the_house_draws_its_fields_so(app: Flask) -> None:
    class Asked(forms.WokForm):
        name = forms.LineField("Name", [forms.required(), forms.at_most(5)])

    with app.test_request_context("/en/", method="POST", data={"name": ODD}):
        drawn = Asked().name(autocomplete="name")
    assert drawn == (
        '<input autocomplete="name" id="name" maxlength="5" name="name" required type="text"'
        ' value="a &#34;b&#34; &lt;c&gt; &amp; &#39;d&#39;">'
    )
