"""Filters as words: what is chosen, each with a way to take it off, and what else could be chosen; links, no scripts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from wok.kernel.values import dataclass
from wok.programme import words
from wok.programme.filters import NAMES, Wanted
from wok.programme.lines import neighbourhood_names
from wok.programme.reading import organiser_name
from wok.team.words import SPOKEN
from wok.web.sentences import gettext as _

Address = Callable[[Wanted], str]


@dataclass(frozen=True)
class Choice:
    """One link: what it says, where it leads, whether it is chosen now."""

    text: str
    url: str
    current: bool = False
    removable: bool = False
    flavour: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Group:
    """Choices of one sort under a heading."""

    heading: str
    choices: list[Choice]


@dataclass(frozen=True)
class Shown:
    """What a page of the programme says about its filters; `said` names them all in one line."""

    wanted: Wanted
    chosen: list[Choice]
    groups: list[Group]

    @property
    def said(self) -> str:
        """What is looked for, in words."""
        return " · ".join(one.text for one in self.chosen)


def shown(wanted: Wanted, near: Mapping[int, str], organisers: Mapping[str, str], address: Address) -> Shown:
    """The filters of a page. `near`: neighbourhoods by number; `organisers`: those of the page, by code."""
    names = dict(organisers)
    if wanted.by and wanted.by not in names:
        names[wanted.by] = organiser_name(wanted.by) or ""
    called = _called(wanted, near, names)
    chosen = [Choice(text, address(wanted.without(name)), True, True) for name, text in called.items()]
    groups = [
        Group(_("What"), _group(wanted, "kind", words.KINDS.items(), address)),
        Group(_("Neighbourhood"), _group(wanted, "near", near.items(), address)),
        Group(_("Language spoken"), _group(wanted, "language", SPOKEN.items(), address)),
        Group(_("Who organises it"), _group(wanted, "by", _named(names).items(), address)),
        Group(_("Also"), _flags(wanted, address)),
    ]
    return Shown(wanted, chosen, [group for group in groups if group.choices])


def said(wanted: Wanted, language: str) -> str:
    """What is looked for, in words, in the language in force."""
    names = {wanted.by: organiser_name(wanted.by) or ""} if wanted.by else {}
    near = neighbourhood_names(language) if wanted.near else {}
    return " · ".join(_called(wanted, near, names).values())


def _called(wanted: Wanted, near: Mapping[int, str], names: Mapping[str, str]) -> dict[str, str]:
    """What is chosen, by the filter's name, in words."""
    said: dict[str, Any] = {
        "kind": words.KINDS.get(wanted.kind),
        "near": near.get(wanted.near or 0, _("Neighbourhood")) if wanted.near else None,
        "language": SPOKEN.get(wanted.language),
        "by": _named(names).get(wanted.by, _("One organiser")) if wanted.by else None,
        **{name: words.FLAGS[name] for name in words.FLAGS if getattr(wanted, name)},
    }
    return {name: str(said[name]) for name in NAMES if said.get(name)}


def _named(names: Mapping[str, str]) -> dict[str, str]:
    return {code: _("The Wok") if code == "wok" else name for code, name in names.items() if name or code == "wok"}


def _group(wanted: Wanted, name: str, offered: Iterable[tuple[Any, Any]], address: Address) -> list[Choice]:
    now = getattr(wanted, name)
    return [
        Choice(
            str(text),
            address(wanted.without(name) if value == now else replace(wanted, **{name: value})),
            value == now,
            value == now,
            value if value in ("lunch", "oncall", "event") else "",
            value if name == "language" else "",
        )
        for value, text in offered
    ]


def _toggled(wanted: Wanted, name: str) -> Wanted:
    changed: dict[str, Any] = {name: not getattr(wanted, name)}
    return replace(wanted, **changed)


def _flags(wanted: Wanted, address: Address) -> list[Choice]:
    found = []
    for name, text in words.FLAGS.items():
        is_chosen = bool(getattr(wanted, name))
        found.append(Choice(str(text), address(_toggled(wanted, name)), is_chosen, is_chosen))
    return found
