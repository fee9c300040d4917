"""Every kind of list that can be brought in, in the order in which they build on each other."""

from wok.transfer.kind_associations import ASSOCIATIONS
from wok.transfer.kind_equipment import EQUIPMENT
from wok.transfer.kind_events import EVENTS
from wok.transfer.kind_people import PEOPLE

KINDS = {one.code: one for one in (ASSOCIATIONS, PEOPLE, EQUIPMENT, EVENTS)}
