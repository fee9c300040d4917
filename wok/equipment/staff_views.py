"""The staff's equipment pages, gathered: items and sets, stocktake, and the desk."""

from wok.equipment import desk_views as desk_views
from wok.equipment import loan_desk_views as loan_desk_views
from wok.equipment import picture_staff_views as picture_staff_views
from wok.equipment import piece_views as piece_views
from wok.equipment import repair_views as repair_views
from wok.equipment import set_views as set_views
from wok.equipment import staff_loans as staff_loans
from wok.equipment import stocktake_views as stocktake_views
from wok.equipment import thing_views as thing_views
from wok.equipment import unit_views as unit_views
from wok.equipment.staff_blueprint import bp as bp
