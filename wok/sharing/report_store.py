"""The public report is worked out from all of history once a day, by a job; the page reads what it found."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from wok.db import db, transaction
from wok.kernel import weekly
from wok.sharing import report_queries, report_rules
from wok.sharing.ledger_models import ShareReport
from wok.sharing.report_rules import Count, Evenness, Report


def run(now: datetime) -> str:
    """The job: once a day in Luxembourg, each family's figures anew."""
    today = weekly.local_day(now)
    families = report_queries.families()
    if set(_made(today)) >= set(families):
        return "still of today"
    found = worked_out(today)
    with transaction():
        for family in families:
            row = db.session.get(ShareReport, family) or ShareReport(family=family)
            row.made_on, row.facts = today, asdict(found[family])
            db.session.add(row)
    return f"worked out {len(families)}"


def reports(today: date) -> dict[str, Report]:
    """By family: as the job found them today, else worked out now."""
    stored = _made(today)
    if stored and set(stored) >= set(report_queries.families()):
        return {family: _read(facts) for family, facts in stored.items()}
    return worked_out(today)


def worked_out(today: date) -> dict[str, Report]:
    """By family, from every request ever decided."""
    histories = report_queries.histories()
    who = {circle for asked in histories.values() for one in asked for circle in one.circles}
    parties = report_queries.parties(who, today)
    before = {row.family: _read(row.facts) for row in db.session.scalars(select(ShareReport))}
    return {
        family: report_rules.report(histories.get(family, []), parties, today, before.get(family, Report()))
        for family in report_queries.families()
    }


def _made(today: date) -> dict[str, Mapping[str, Any]]:
    chosen = select(ShareReport.family, ShareReport.facts).where(ShareReport.made_on == today)
    return {row.family: row.facts for row in db.session.execute(chosen)}


def _read(facts: Mapping[str, Any]) -> Report:
    """As it was stored; a report of the program before this one had neither `ever` nor `apart`."""
    lists = {name: [_count(one) for one in facts[name]] for name in ("months", "sizes", "classes", "newcomers")}
    evenness = Evenness(**facts["evenness"]) if facts["evenness"] else None
    return Report(
        ever=[_count(one) for one in facts.get("ever", facts["months"])],
        apart=tuple(facts.get("apart", ())),
        total=_count(facts["total"]),
        evenness=evenness,
        by_lot=facts["by_lot"],
        idle=facts["idle"],
        **lists,
    )


def _count(facts: Mapping[str, Any]) -> Count:
    return Count(**{**facts, "names": tuple(facts["names"])})
