"""What forms hand to services: plain values, checked for shape."""

from wok.kernel.values import dataclass


@dataclass(frozen=True)
class AssociationFacts:
    """What an association says about itself."""

    name: str
    form: str
    rcs_number: str | None
    purpose: str
    size_band: str
    neighbourhood: str


@dataclass(frozen=True)
class Contact:
    """A person's name and ways to be reached; `email` in lower case, `phone` in E.164."""

    name: str
    reach: str
    email: str | None
    phone: str | None
    language: str


@dataclass(frozen=True)
class Profile:
    """What a person says about themself."""

    name: str
    language: str
    reach: str
    phone: str | None
    needs: tuple[str, ...]
    diets: tuple[str, ...]
