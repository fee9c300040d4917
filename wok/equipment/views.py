"""The public equipment pages, gathered: catalogue, one item, what is free, asking, a loan's own page."""

from wok.equipment import catalogue_views as catalogue_views
from wok.equipment import free_views as free_views
from wok.equipment import item_views as item_views
from wok.equipment.blueprint import bp as bp
