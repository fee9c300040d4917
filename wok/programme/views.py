"""The programme's pages, listed where contents.py finds them."""

from wok.programme import embed_views, month_views, newsletter_staff_views, newsletter_views
from wok.programme.blueprint import bp

__all__ = ["bp", "embed_views", "month_views", "newsletter_staff_views", "newsletter_views"]
