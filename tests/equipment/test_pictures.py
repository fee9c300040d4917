"""Pictures are made anew: upright, smaller, without a word in them; what is no picture is refused in words (S10)."""

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests import make
from tests.equipment import shelf
from wok.db import db
from wok.equipment import pictures
from wok.equipment.models import Picture
from wok.equipment.refusals import NoPicture, PictureTooLarge

ALT = {"alt_fr": "Une tente rouge", "alt_en": "A red tent"}


@pytest.fixture
def claire(app, client, tmp_path):
    app.config["PICTURES"] = str(tmp_path)
    make.sign_in(client, make.staff())
    yield client
    app.config["PICTURES"] = ""


def bring(client, page, body, name="photo.jpg", **typed):
    """Send the form with this file."""
    form = make.form_of(client.get(page).get_data(as_text=True), "")
    file = FileStorage(io.BytesIO(body), filename=name)
    boundary, sent = encode_multipart({**form.values, **ALT, **typed, "picture": file})
    return client.post(page, data=sent, content_type=f"multipart/form-data; boundary={boundary}")


def bomb(width, height):
    """A small PNG file that says it is huge."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def test_a_picture_is_made_anew_turned_upright_and_keeps_no_words():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "taken at 12 rue de la Gare"  # turned a quarter; a description
    made = pictures.make(shelf.photo(2400, 1200, exif=exif, comment=b"secret"))
    assert (made.width, made.height) == (800, 1600) and b"Gare" not in made.body and b"secret" not in made.body
    with Image.open(io.BytesIO(made.body)) as found:
        assert found.format == "JPEG" and not found.getexif() and found.getpixel((400, 10))[0] > 200
    clear = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(io.BytesIO(pictures.make(clear.getvalue()).body)) as found:
        assert found.getpixel((5, 5)) == (255, 255, 255)
    assert pictures.make(shelf.photo(kind="WEBP")).width == 60


def test_bombs_scripts_and_broken_files_are_refused_before_they_are_unpacked():
    whole = shelf.photo(300, 300)
    script = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    for sent in (b"", b"no picture", script, whole[:700], b"GIF89a" + b"\0" * 50, b"%!PS-Adobe", bomb(100, 100)):
        with pytest.raises(NoPicture):
            pictures.make(sent)
    for sent in (bomb(30000, 30000), bomb(2**31 - 1, 2), whole + b"\0" * pictures.MOST_BYTES):
        with pytest.raises((PictureTooLarge, NoPicture)):
            pictures.make(sent)


def test_staff_bring_describe_and_take_away_pictures(app, claire):
    tent = make.item("Tent")
    page, thing = f"/en/staff/equipment/{tent.id}/pictures", f"/en/equipment/{tent.slug}"
    answer = bring(claire, page, shelf.photo(), alt_fr="")
    assert answer.status_code == 422 and "Say in French at least" in answer.get_data(as_text=True)
    answer = bring(claire, page, b"x" * 100, "evil.php")
    assert answer.status_code == 422 and "cannot read this file as a picture" in answer.get_data(as_text=True)
    assert "Une tente rouge" in answer.get_data(as_text=True)
    assert bring(claire, page, shelf.photo(2000, 2000) + b"\0" * 8_100_000).status_code == 422
    too_much = bring(claire, page, b"\0" * 40_000_000)
    assert too_much.status_code == 413 and "/sign-out" in too_much.get_data(as_text=True)
    assert bring(claire, page, shelf.photo(400, 300)).status_code == 303
    assert "already there" in bring(claire, page, shelf.photo(400, 300)).get_data(as_text=True)
    row = db.session.query(Picture).one()
    seen = claire.get(f"/pictures/{row.digest}.jpg")
    assert hashlib.sha256(seen.data).hexdigest() == row.digest and seen.content_type == "image/jpeg"
    assert seen.headers["X-Content-Type-Options"] == "nosniff" and "immutable" in seen.headers["Cache-Control"]
    assert 'alt="A red tent"' in claire.get(thing).get_data(as_text=True)
    for odd in ("0" * 64, "..%2f..%2fwok.sqlite3", "A" * 64):
        assert claire.get(f"/pictures/{odd}.jpg").status_code == 404
    assert claire.fill(page, "/remove").status_code == 303
    undo = make.form_of(claire.get(page).get_data(as_text=True), "/restore")
    assert claire.get(f"/pictures/{row.digest}.jpg").status_code == 404
    claire.post(undo.action, data=undo.values)
    assert claire.get(f"/pictures/{row.digest}.jpg").status_code == 200
