"""Pictures of the demonstration's equipment: flat shapes in the house's colours, drawn when the year is made."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Literal

from wok.db import Texts
from wok.demo.things import five
from wok.equipment import pictures
from wok.equipment.models import Item
from wok.kernel.values import dataclass

WIDE, HIGH = 1200, 900
KEPT = (800, 600)  # drawn larger, so that edges become smooth
CHILI, TURMERIC, IRON, TAMARIND = "#a32d16", "#f4b63f", "#3b302a", "#7a4a00"
CARD, SUNK, SEA, SEA_GROUND, CORIANDER_GROUND = "#ffffff", "#f6ecdd", "#135a74", "#e2f0f4", "#cfe5cf"
SESAME, SESAME_GROUND = "#8a7767", "#eee4d6"


@dataclass(frozen=True)
class Shape:
    """Points in the picture's own measure: corners of a polygon, or the box of an ellipse or a round-edged box."""

    kind: Literal["polygon", "ellipse", "box"]
    points: tuple[tuple[int, int], ...]
    colour: str


def _box(left: int, top: int, right: int, bottom: int, *, colour: str) -> Shape:
    return Shape("box", ((left, top), (right, bottom)), colour)


def _ball(x: int, y: int, half: int, colour: str) -> Shape:
    return Shape("ellipse", ((x - half, y - half), (x + half, y + half)), colour)


def _area(colour: str, *points: tuple[int, int]) -> Shape:
    return Shape("polygon", points, colour)


def _smaller(one: Shape) -> Shape:
    """Three quarters of it, in the middle: the catalogue cuts off what is above and below."""
    return replace(one, points=tuple((150 + x * 3 // 4, 112 + y * 3 // 4) for x, y in one.points))


def _outside(*more: Shape) -> list[Shape]:
    return [
        _box(0, 0, WIDE, HIGH, colour=SEA_GROUND),
        _box(0, 640, WIDE, HIGH, colour=CORIANDER_GROUND),
        *map(_smaller, more),
    ]


def _inside(*more: Shape) -> list[Shape]:
    return [_box(0, 0, WIDE, HIGH, colour=SUNK), _box(0, 640, WIDE, HIGH, colour=SESAME_GROUND), *map(_smaller, more)]


def _tent(left: int, right: int, peaks: Sequence[int]) -> list[Shape]:
    """Posts, a roof with a peak or more, and a valance of stripes."""
    posts = [
        _box(at, 430, at + 18, 760, colour=IRON) for at in range(left + 10, right, (right - left - 38) // len(peaks))
    ]
    half = (right - left) // (2 * len(peaks))
    roofs = [_area(CHILI, (peak - half, 400), (peak, 190), (peak + half, 400)) for peak in peaks]
    lights = [_area("#b8492f", (peak, 190), (peak + half, 400), (peak + half // 4, 400)) for peak in peaks]
    step = (right - left) // 10
    cloth = [
        _box(left + step * at, 395, left + step * (at + 1), 460, colour=(CARD, TURMERIC)[at % 2]) for at in range(10)
    ]
    return [*posts, *roofs, *lights, *cloth]


def _table(left: int, right: int, top: int) -> list[Shape]:
    legs = [
        _area(IRON, (at, top + 30), (at + 20, top + 30), (at + 20 + lean, 780), (at + lean, 780))
        for at, lean in ((left + 60, -30), (right - 80, 30))
    ]
    return [
        *legs,
        _box(left, top, right, top + 36, colour=TAMARIND),
        _box(left, top, right, top + 10, colour="#a0651a"),
    ]


def _bench(left: int, right: int) -> list[Shape]:
    legs = [_box(at, 660, at + 18, 800, colour=IRON) for at in (left + 70, right - 90)]
    return [*legs, _box(left, 640, right, 668, colour="#a0651a")]


def _speaker(left: int) -> list[Shape]:
    middle = left + 110
    return [
        _area(IRON, (middle - 9, 560), (middle + 9, 560), (middle + 9, 790), (middle - 9, 790)),
        _area(IRON, (middle, 700), (middle + 110, 800), (middle + 90, 800), (middle, 720)),
        _area(IRON, (middle, 700), (middle - 110, 800), (middle - 90, 800), (middle, 720)),
        _box(left, 180, left + 220, 570, colour=IRON),
        _ball(middle, 270, 52, SESAME),
        _ball(middle, 270, 24, SUNK),
        _ball(middle, 440, 86, SESAME),
        _ball(middle, 440, 40, CHILI),
    ]


def _mixer() -> list[Shape]:
    keys = [_ball(510 + 60 * at, 660, 15, (TURMERIC, CARD)[at % 2]) for at in range(4)]
    faders = [_box(504 + 60 * at, 700, 514 + 60 * at, 760, colour=SESAME) for at in range(4)]
    return [_area(SEA, (460, 620), (740, 620), (780, 800), (420, 800)), *keys, *faders]


def _projector() -> list[Shape]:
    return [
        _box(90, 110, 610, 480, colour=CARD),
        _box(90, 100, 610, 118, colour=IRON),
        _area("#fae3b4", (780, 590), (610, 480), (610, 118)),
        _box(680, 700, 1120, 730, colour=TAMARIND),
        _box(730, 520, 1080, 690, colour=IRON),
        _ball(790, 600, 58, SESAME),
        _ball(790, 600, 36, TURMERIC),
        *[_box(900, at, 1040, at + 12, colour=SESAME) for at in (560, 590, 620)],
        _box(760, 690, 800, 702, colour=IRON),
        _box(1010, 690, 1050, 702, colour=IRON),
        *[_box(at, 730, at + 20, 810, colour=IRON) for at in (720, 1060)],
    ]


DRAWN = {
    "tents": (
        _outside(*_tent(330, 870, (600,))),
        five("Une petite tente rouge, ouverte", "Uma tenda vermelha pequena, aberta", "A small red tent, open on all sides",
             "Ein kleines rotes Zelt, offen", lb="E klengt routt Zelt, op"),
    ),
    "big-tents": (
        _outside(*_tent(120, 1080, (360, 840))),
        five("Une grande tente rouge à deux pointes", "Uma tenda vermelha grande com dois bicos", "A large red tent with two peaks",
             "Ein großes rotes Zelt mit zwei Spitzen", lb="E grousst routt Zelt mat zwou Spëtzten"),
    ),
    "tables": (
        _inside(*_table(200, 1000, 440)),
        five("Une longue table en bois", "Uma mesa comprida de madeira", "A long wooden table",
             "Ein langer Holztisch", lb="E laangen hëlzenen Dësch"),
    ),
    "benches": (
        _outside(*_table(260, 940, 470), *_bench(160, 1040)),
        five("Une table avec un banc devant", "Uma mesa com um banco à frente", "A table with a bench in front",
             "Ein Tisch mit einer Bank davor", lb="En Dësch mat enger Bänk dervir"),
    ),
    "projectors": (
        _inside(*_projector()),
        five("Un projecteur éclaire un écran blanc", "Um projetor ilumina um ecrã branco", "A projector lights a white screen",
             "Ein Beamer beleuchtet eine weiße Leinwand", lb="E Projeter beliicht eng wäiss Leinwand"),
    ),
    "sound": (
        _inside(*_speaker(130), *_speaker(850), *_mixer()),
        five("Deux haut-parleurs sur pied et une table de mixage", "Duas colunas em suportes e uma mesa de mistura",
             "Two loudspeakers on stands and a mixer", "Zwei Lautsprecher auf Ständern und ein Mischpult",
             lb="Zwee Lautsprecher op Stänneren an e Mëschpult"),
    ),
}  # fmt: skip


def add(made: dict[str, Item], *, now: datetime) -> None:
    """Give each thing its picture. Runs inside `transaction()`."""
    for key, (shapes, alt) in DRAWN.items():
        _hang(made[key], shapes, alt, now=now)


def _hang(item: Item, shapes: Sequence[Shape], alt: Texts, *, now: datetime) -> None:
    picture = pictures.make(_draw(shapes))
    pictures.store(picture)
    pictures.add(item, picture, alt, now=now)


def _draw(shapes: Sequence[Shape]) -> bytes:
    # Slow to load (SPEED.md), and only the demonstration draws.
    from PIL import Image, ImageDraw

    sheet = Image.new("RGB", (WIDE, HIGH), SUNK)
    pen = ImageDraw.Draw(sheet)
    for one in shapes:
        points = list(one.points)
        if one.kind == "polygon":
            pen.polygon(points, fill=one.colour)
        elif one.kind == "ellipse":
            pen.ellipse(points, fill=one.colour)
        else:
            pen.rectangle(points, fill=one.colour)
    out = BytesIO()
    sheet.resize(KEPT, Image.Resampling.LANCZOS).save(out, "PNG", compress_level=1)
    return out.getvalue()
