"""Who may import whom (STYLE.md 2): a feature stands on the ground floor, never the other way round."""

from tests.house.source import Import, imports, modules

FLOORS = (
    ("wok.kernel",),
    ("wok.alone", "wok.clock", "wok.config", "wok.db", "wok.errors", "wok.extensions", "wok.schema"),
    ("wok.record",),
    ("wok.mail", "wok.web"),
    ("wok.people",),
    ("wok.bookings",),
    ("wok.team",),
    ("wok.sharing",),
    (
        "wok.appointments",
        "wok.directory",
        "wok.equipment",
        "wok.events",
        "wok.fair_access",
        "wok.lunches",
        "wok.oncall",
        "wok.projects",
        "wok.skills",
        "wok.space",
    ),
    (
        "wok.answers",
        "wok.app",
        "wok.calendar",
        "wok.circulars",
        "wok.cli",
        "wok.contents",
        "wok.demo",
        "wok.feeds",
        "wok.figures",
        "wok.jobs",
        "wok.programme",
        "wok.simulation",
        "wok.transfer",
        "wok.verify",
    ),
)
FEATURES = FLOORS[8]
BELOW_THE_EDGES = 9
# What stands on a wrong floor on purpose: (who, whom) -> why.
ALLOWED: dict[tuple[str, str], str] = {}
# Slow to load and needed by few requests; the reason stands beside the import as a comment.
SLOW = {
    "apscheduler",
    "email_validator",
    "gunicorn",
    "holidays",
    "icalendar",
    "phonenumbers",
    "segno",
    "psycopg",
    "PIL",
    "openpyxl",
    "typst",
}
# Commands load what they need, so that `wok --help` answers at once.
COMMANDS = {"wok.cli"}
# Part of a file's name -> what it may not import from its own package.
INSIDE = {
    "models": ("views", "services", "queries", "forms", "rules"),
    "rules": ("views", "services", "queries", "forms", "models"),
    "queries": ("views", "services", "forms"),
    "services": ("views", "forms"),
    "forms": ("views", "services", "queries"),
}


def floor(module: str) -> int | None:
    """The floor a module stands on, counted from the ground; None for what is not the Wok's."""
    for number, names in enumerate(FLOORS):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return number
    return None


def package(module: str) -> str:
    """`wok.lunches` for `wok.lunches.views`."""
    return ".".join(module.split(".")[:2])


def said(found: list[Import]) -> str:
    """The imports, a line each."""
    return "\n".join(str(one) for one in found)


def test_every_module_stands_on_a_floor():
    lost = [name for name in modules() if name != "wok" and floor(name) is None]
    assert not lost, f"give them a floor in tests/house/test_floors.py: {lost}"


def test_nothing_imports_from_a_floor_above():
    wrong = [one for one in _of_ours() if (floor(one.of) or 0) > (floor(one.by) or 0)]
    assert not wrong, said(wrong)


def test_features_do_not_import_each_other():
    wrong = [
        one
        for one in _of_ours()
        if package(one.by) in FEATURES and package(one.of) in FEATURES and package(one.by) != package(one.of)
    ]
    assert not wrong, said(wrong)


def test_the_kernel_needs_the_standard_library_alone():
    import sys

    theirs = [one for one in imports() if one.by.startswith("wok.kernel")]
    wrong = [
        one
        for one in theirs
        if one.of.split(".")[0] not in sys.stdlib_module_names and not one.of.startswith("wok.kernel")
    ]
    assert not wrong, said(wrong)


def test_rules_import_the_kernel_alone():
    theirs = [one for one in _of_ours() if one.by.endswith(".rules") and (floor(one.by) or 0) < BELOW_THE_EDGES]
    wrong = [one for one in theirs if not one.of.startswith("wok.kernel") and not one.of.startswith("wok.errors")]
    assert not wrong, said(wrong)


def test_within_a_feature_pages_stand_on_services_and_services_on_tables():
    wrong = [
        one
        for one in _of_ours()
        if package(one.by) == package(one.of) and _kind(one.of) in INSIDE.get(_kind(one.by), ())
    ]
    assert not wrong, said(wrong)


def test_imports_stand_at_the_top_of_the_file():
    wrong = [
        one
        for one in imports()
        if one.is_inside_function and one.by not in COMMANDS and not _is_slow_and_explained(one)
    ]
    assert not wrong, said(wrong)


def _of_ours() -> list[Import]:
    return [one for one in imports() if one.of.startswith("wok.") and (one.by, one.of) not in ALLOWED]


def _kind(module: str) -> str:
    """`views` for `wok.lunches.staff_views`."""
    return module.rsplit(".", 1)[-1].rsplit("_", 1)[-1]


def _is_slow_and_explained(one: Import) -> bool:
    lines = modules()[one.by].read_text(encoding="utf-8").splitlines()
    return one.of.split(".")[0] in SLOW and "#" in "".join(lines[max(0, one.line - 2) : one.line])
