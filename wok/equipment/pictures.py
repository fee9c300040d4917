"""Uploaded pictures, made anew: read as JPEG, PNG or WebP, turned upright, made smaller, stripped of all but the dots.

What is stored is never what was sent (PROMISES S10). Files lie under their digest outside the static files.
"""

import hashlib
import os
import struct
import tempfile
import warnings
import zlib
from datetime import datetime
from io import BytesIO
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from wok.db import Texts, db
from wok.equipment.models import Item, Picture
from wok.equipment.refusals import NoPicture, PictureTooLarge, SamePicture, TooManyPictures
from wok.kernel.values import dataclass

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 8 * 1000 * 1000
MOST_DOTS = 40 * 1000 * 1000
LARGEST_SIDE = 1600
QUALITY = 80
MOST_PICTURES = 6
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True)
class Made:
    """A picture made anew: a JPEG without any words in it."""

    body: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """The name it is stored under."""
        return hashlib.sha256(self.body).hexdigest()


def make(sent: bytes) -> Made:
    """The picture that was sent, made anew. Raises PictureTooLarge, NoPicture."""
    # Slow to load (SPEED.md): only the staff who bring a picture need it.
    from PIL import Image, ImageOps

    if len(sent) > MOST_BYTES:
        raise PictureTooLarge
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd facts beside the dots, which are left out anyway
        try:
            with Image.open(BytesIO(sent), formats=FORMATS) as found:
                if found.width * found.height > MOST_DOTS:  # known from the head: nothing has been unpacked yet
                    raise PictureTooLarge
                found.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
                found.load()
                upright = ImageOps.exif_transpose(found)
                upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
                plain = Image.new("RGB", upright.size, "white")
                rgba = upright.convert("RGBA")
                plain.paste(rgba, mask=rgba.getchannel("A"))
        except Image.DecompressionBombError as bomb:
            raise PictureTooLarge from bomb
        except BROKEN as broken:
            raise NoPicture from broken
    out = BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Made(out.getvalue(), plain.width, plain.height)


def folder() -> Path:
    """Where the pictures lie: beside the database, never among the static files."""
    return Path(current_app.config["PICTURES"] or Path(current_app.instance_path) / "pictures")


def path_of(digest: str) -> Path:
    """The file of a picture."""
    return folder() / digest[:2] / f"{digest}.jpg"


def store(made: Made) -> None:
    """Write the file, whole or not at all; the same picture twice is one file."""
    path = path_of(made.digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made.body)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o640)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def add(item: Item, made: Made, alt: Texts, *, now: datetime) -> Picture:
    """A picture of an item; one that was taken away comes back. Inside `transaction()`. Raises TooManyPictures, SamePicture."""
    known = db.session.scalar(select(Picture).where(Picture.item_id == item.id, Picture.digest == made.digest))
    if known is not None and known.removed_at is None:
        raise SamePicture
    shown = list(db.session.scalars(select(Picture).where(Picture.item_id == item.id, Picture.removed_at.is_(None))))
    if len(shown) >= MOST_PICTURES:
        raise TooManyPictures
    position = max((one.position for one in shown), default=-1) + 1
    if known is None:
        known = Picture(item_id=item.id, digest=made.digest, width=made.width, height=made.height)
        db.session.add(known)
    known.alt, known.position, known.added_at, known.removed_at = alt, position, now, None
    db.session.flush()
    return known


def remove(picture: Picture, *, now: datetime) -> None:
    """No longer shown."""
    picture.removed_at = now
    db.session.flush()


def restore(picture: Picture) -> None:
    """Shown again, unless there are enough by now. Raises TooManyPictures."""
    shown = list(
        db.session.scalars(select(Picture).where(Picture.item_id == picture.item_id, Picture.removed_at.is_(None)))
    )
    if len(shown) >= MOST_PICTURES:
        raise TooManyPictures
    picture.removed_at = None
    db.session.flush()


def put_first(picture: Picture) -> None:
    """This one is shown in the catalogue."""
    chosen = select(Picture).where(Picture.item_id == picture.item_id).order_by(Picture.position, Picture.id)
    others = [one for one in db.session.scalars(chosen) if one.id != picture.id]
    for position, one in enumerate([picture, *others]):
        one.position = position
    db.session.flush()


def shown(digest: str) -> bool:
    """Whether this is a picture that people may see."""
    chosen = select(Picture.id).where(Picture.digest == digest, Picture.removed_at.is_(None)).limit(1)
    return db.session.scalar(chosen) is not None
