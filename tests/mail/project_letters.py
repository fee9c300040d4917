"""Good facts for the mails about projects."""

from typing import Any

PROJECT: dict[str, Any] = {
    "project": "Fête du quartier",
    "link": "http://localhost/en/projects/7",
    "phone": "58 77 1-1558",
}
DAY = {"day_at": "2026-12-05T17:30:00+00:00", "minutes": 120}
PROJECTS: dict[str, dict[str, Any]] = {
    "projects/invited": {**PROJECT, "owner": "Les danseurs"},
    "projects/asked": {**PROJECT, "group": "Futebol", "words": "We have a van."},
    "projects/joined": {**PROJECT, "group": "Futebol"},
    "projects/declined": {**PROJECT, "group": "Futebol", "was": "invited"},
    "projects/poll": PROJECT,
    "projects/date_found": {**PROJECT, **DAY},
    "projects/thanks": {**PROJECT, "words": "Merci à tous !"},
    "projects/hidden": {**PROJECT, "words": "Please take the telephone number out."},
}
