"""The public equipment pages, gathered: catalogue, one item, what is free, asking, a loan's own page."""

from wok.equipment.blueprint import bp as bp
