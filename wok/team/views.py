"""All of the team's pages, under one blueprint."""

from wok.team import clash_views, date_views, hours_views, rota_views, rule_views, team_views
from wok.team.blueprint import bp

__all__ = ["bp", "clash_views", "date_views", "hours_views", "rota_views", "rule_views", "team_views"]
