"""All pages of skills, gathered on their blueprint."""

from wok.skills import answer_views, ask_views, list_views, own_views
from wok.skills.blueprint import bp

__all__ = ["answer_views", "ask_views", "bp", "list_views", "own_views"]
