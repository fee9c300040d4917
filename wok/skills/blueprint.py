"""The one blueprint of the pages of skills, and what all of them begin with; views.py gathers them."""

from flask import Blueprint, abort, g

from wok.people.models import Association
from wok.skills import queries
from wok.skills.models import SkillAsk, SkillCall, SkillOffer
from wok.skills.words import hours_words, language_words, languages_words, name_of, skill_words

BIGGEST_ID = 2**31 - 1

bp = Blueprint("skills", __name__)
for word in (hours_words, language_words, languages_words, skill_words):
    bp.add_app_template_global(word)
bp.add_app_template_global(name_of, "skill_name")


def our_associations() -> list[Association]:
    """The accepted associations this person acts for."""
    return [one.association for one in g.memberships if one.role == "delegate" and one.association.status == "accepted"]


def offer_or_404(offer_id: int) -> SkillOffer:
    """An offer by its number."""
    found = queries.offer(offer_id) if offer_id <= BIGGEST_ID else None
    return found or abort(404)


def ask_or_404(token: str) -> SkillAsk:
    """The ask of a mailed link: who holds it may see and change it."""
    return queries.ask_by_token(token) or abort(404)


def call_or_404(token: str) -> SkillCall:
    """The question of a helper's mailed link."""
    return queries.call_by_token(token) or abort(404)
