"""The programme's pages, listed where app.py finds them."""

from wok.programme import month_views
from wok.programme.blueprint import bp

__all__ = ["bp", "month_views"]
