"""What staff type at the desk: who collects and signs, what comes back and how, what is broken."""

import base64
import binascii
import struct
from collections.abc import Iterable, Mapping

from wtforms import BooleanField, HiddenField, RadioField

from wok.equipment.desk_refusals import MoreThanGranted, NoSuchSignature
from wok.equipment.desk_words import CLOSED, CONDITIONS, OUTCOMES, named
from wok.equipment.handover import PAPER, Going
from wok.equipment.models import LoanLine
from wok.equipment.movement_models import Movement
from wok.web.forms import (
    LineField,
    LinesField,
    OnceForm,
    VersionForm,
    WholeNumberField,
    WokForm,
    at_most,
    between,
    required,
)
from wok.web.sentences import lazy_gettext as _l
from wok.web.text import clean

MOST = 100_000
LARGEST_SIGNATURE = 40_000  # bytes
SIDE = 1200  # pixels
PNG = b"\x89PNG\r\n\x1a\n"


class HandOverForm(OnceForm):
    """Who collects, and that they signed. What goes out is read from the lines' own fields (read_going)."""

    collected_by = LineField(_l("Who collects"), [at_most(100)])
    on_paper = BooleanField(_l("Signed on paper"))
    signature = HiddenField()

    def signed(self) -> str:
        """The signature as it is kept. Raises NoSuchSignature."""
        if self.signature.data:
            return read_signature(self.signature.data)
        return PAPER if self.on_paper.data else ""


class BackForm(VersionForm):
    """What came back of one movement."""

    count = WholeNumberField(_l("How many came back"), [required(), between(1, MOST)])
    outcome = RadioField(_l("What about it?"), choices=list(OUTCOMES.items()), default="returned")
    condition = RadioField(_l("Condition"), choices=list(CONDITIONS.items()), default="good")
    note = LinesField(_l("Note"), [at_most(500)])


class RepairForm(OnceForm):
    """What is broken."""

    count = WholeNumberField(_l("How many"), [required(), between(1, MOST)], default=1)
    reason = LinesField(_l("What is broken?"), [required(), at_most(500)])


class ClosedForm(WokForm):
    """How a repair ended."""

    outcome = RadioField(_l("How did it end?"), choices=list(CLOSED.items()), default="mended")
    note = LineField(_l("Note"), [at_most(200)])


def read_signature(typed: str) -> str:
    """A small PNG picture as "data:image/png;base64,…". Raises NoSuchSignature."""
    head, _comma, body = typed.partition(",")
    try:
        picture = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise NoSuchSignature from None
    if head != "data:image/png;base64" or not picture.startswith(PNG) or not 45 <= len(picture) <= LARGEST_SIGNATURE:
        raise NoSuchSignature
    width, height = struct.unpack(">II", picture[16:24])
    if not (0 < width <= SIDE and 0 < height <= SIDE):
        raise NoSuchSignature
    return typed


def read_going(
    lines: Iterable[LoanLine],
    typed: Mapping[str, str],
    chosen: Mapping[int, list[int]],
    photos: Mapping[int, str | None],
) -> list[Going]:
    """What goes out, line by line: a number, or the units ticked (`chosen`), each with its pieces and condition."""
    found: list[Going] = []
    for line in lines:
        units: list[int | None] = list(chosen.get(line.id, [])) if line.item.is_tagged else [None]
        for unit in units:
            count = 1 if unit else _number(typed.get(f"count-{line.id}", ""), line)
            if count:
                found.append(_going(line, unit, count, typed, photo=photos.get(line.id)))
    return found


def _going(line: LoanLine, unit: int | None, count: int, typed: Mapping[str, str], *, photo: str | None) -> Going:
    condition = typed.get(f"condition-{line.id}", "good")
    pieces = {
        str(piece.id): min(
            piece.quantity * count,
            _piece(typed.get(f"piece-{line.id}-{unit or 0}-{piece.id}", ""), piece.quantity * count),
        )
        for piece in line.item.pieces
    }
    return Going(
        line_id=line.id,
        count=count,
        unit_id=unit,
        condition=condition if condition in CONDITIONS else "good",
        note=clean(typed.get(f"note-{line.id}", ""), lines=True)[:500],
        pieces={number: here for number, here in pieces.items() if here},
        picture=photo,
    )


def _number(typed: str, line: LoanLine) -> int:
    typed = typed.strip()
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 7):
        raise MoreThanGranted(named(line.item), line.got)
    return int(typed)


def _piece(typed: str, most: int) -> int:
    """A tick means all of them; a number means so many; anything else none."""
    if typed == "all":
        return most
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 0


def read_pieces(movement: Movement, typed: Mapping[str, str]) -> dict[str, int]:
    """Which of the pieces that went out came back."""
    return {
        number: min(out, _piece(typed.get(f"piece-{number}", ""), out)) for number, out in movement.pieces_out.items()
    }
