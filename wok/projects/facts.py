"""What forms hand to services: plain values, checked for shape; and who does something."""

from datetime import datetime

from wok.kernel.values import dataclass


@dataclass(frozen=True)
class By:
    """Who acts: a person, for one of their associations; None for the staff."""

    person_id: int
    association_id: int | None


@dataclass(frozen=True)
class ProjectFacts:
    """What a project says about itself."""

    title: str
    text: str
    language: str
    themes: tuple[str, ...]
    neighbourhood_id: int | None
    is_public: bool


@dataclass(frozen=True)
class Wanted:
    """One need; money in cents."""

    kind: str
    words: str
    amount: int
    unit: str


@dataclass(frozen=True)
class Voice:
    """Answers to a poll: a person for an association, or somebody by the name they give."""

    answers: dict[str, str]
    language: str
    name: str = ""
    email: str | None = None
    person_id: int | None = None
    association_id: int | None = None


@dataclass(frozen=True)
class Proposed:
    """Times to choose from, all as long."""

    starts: tuple[datetime, ...]
    minutes: int
