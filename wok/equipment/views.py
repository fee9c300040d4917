"""The public equipment pages, gathered: catalogue, one item, what is free, asking, a loan's own page."""

from wok.equipment import asking_views as asking_views
from wok.equipment import catalogue_views as catalogue_views
from wok.equipment import free_views as free_views
from wok.equipment import item_views as item_views
from wok.equipment import loan_actions as loan_actions
from wok.equipment import loan_views as loan_views
from wok.equipment import own_views as own_views
from wok.equipment.blueprint import bp as bp
