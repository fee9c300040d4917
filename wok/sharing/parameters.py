"""The rule's figures as data: defaults from FAIRNESS.md section 4, changed by staff from a day on, never in the past."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from wok.db import db
from wok.errors import Refusal
from wok.kernel import weekly
from wok.kernel.published import params_of
from wok.kernel.standing import Params
from wok.people.models import Person
from wok.sharing.models import ShareParameters
from wok.web.sentences import lazy_gettext as _l

DEFAULTS = Params()
NAMES = tuple(field.name for field in fields(Params))


class OnlyFromNowOn(Refusal):
    """Figures of the past are history: rounds were drawn with them."""

    def __init__(self) -> None:
        super().__init__(
            _l("New figures can only count from today on. Choose today or a later day."), field="valid_from"
        )


def row_on(day: date) -> ShareParameters | None:
    """The set that is valid on this day; None: the defaults."""
    return db.session.scalar(
        select(ShareParameters)
        .where(ShareParameters.valid_from <= day)
        .order_by(ShareParameters.valid_from.desc(), ShareParameters.id.desc())
        .limit(1)
    )


def current(on: date) -> Params:
    """The figures that count on this day."""
    row = row_on(on)
    return params_of(row.values) if row else DEFAULTS


def change(
    values: Mapping[str, Any], valid_from: date, reason: str, by: Person | None, *, now: datetime
) -> ShareParameters:
    """New figures from a day on: only what differs from the defaults need be given. Raises OnlyFromNowOn, Malformed."""
    if valid_from < weekly.local_day(now):
        raise OnlyFromNowOn
    params_of(values)
    row = ShareParameters(
        valid_from=valid_from, values=dict(values), reason=reason, by_id=by.id if by else None, created_at=now
    )
    db.session.add(row)
    db.session.flush()
    return row
