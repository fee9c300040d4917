"""All pages of files in and out, gathered for contents.py."""

from wok.transfer import export_views, import_views, join_views, line_views
from wok.transfer.blueprint import bp as bp

PAGES = (import_views, line_views, export_views, join_views)
