"""What a reader of the programme looks for: one way to write it, and nonsense left out."""

import pytest

from wok.programme.filters import ANY, House, Wanted, from_slug, read

ALL = Wanted("course", 3, "pt", "association12", True, True, True)
WISHES = [
    Wanted(kind="course"),
    Wanted(kind="event"),
    Wanted(near=3),
    Wanted(language="ar"),
    Wanted(by="wok"),
    Wanted(by="partner7", free=True),
    ALL,
]


@pytest.mark.parametrize("wanted", WISHES, ids=lambda one: one.slug)
def test_what_is_looked_for_is_written_in_one_way_and_read_back(wanted):
    assert read(wanted.query) == wanted and from_slug(wanted.slug) == wanted


def test_a_filter_is_taken_off_alone():
    assert "near" not in ALL.without("near").query and "kind" in ALL.without("near").query
    assert ALL.without("near").without("near") == ALL.without("near") and ANY.query == {} and ANY.slug == ""


@pytest.mark.parametrize(
    "slug",
    ["", "x", "near3-course", "course-course", "near0", "near03", "near-3", "speaksxx", "association", "partner٣",
     "free-free", "course-", "course--near3", "Course", "stepfree-free", "near9999999999", "course-speaksfr.ics"],
)  # fmt: skip
def test_a_calendar_has_one_name(slug):
    assert from_slug(slug) is None


@pytest.mark.parametrize(
    "given",
    [{"kind": "nonsense"}, {"near": "-1"}, {"near": "٣"}, {"near": "9" * 400}, {"language": "xx"}, {"by": "association0"},
     {"by": "wok; drop"}, {"free": "yes"}, {"children": ""}],
)  # fmt: skip
def test_nonsense_looks_for_nothing(given):
    assert read(given) == ANY


def test_lunch_and_oncall_are_free_and_where_the_house_is():
    assert ANY.of_house("lunch") and Wanted(by="wok").of_house("oncall") and Wanted(kind="lunch").of_house("lunch")
    others = (Wanted(kind="lunch"), Wanted(kind="event"), Wanted(near=3), Wanted(language="fr"), Wanted(by="partner1"))
    assert not any(one.of_house("oncall") for one in others)
    here = House(near=3, is_step_free=True)
    assert Wanted(near=3, free=True, step_free=True).of_house("oncall", here) and Wanted(free=True).of_house("lunch")
    assert not Wanted(near=4).of_house("lunch", here) and not Wanted(step_free=True).of_house("lunch", House(near=3))
    assert not Wanted(kind="oncall").has_events and Wanted(by="wok").has_events
