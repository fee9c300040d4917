"""The pictures of things as files: named by content, kept by browsers for a year."""

import re

from flask import Blueprint, abort, request
from werkzeug import Response

from wok.equipment import pictures
from wok.web.access import public
from wok.web.assets import YEAR

bp = Blueprint("equipment_pictures", __name__)
DIGEST = re.compile(r"[0-9a-f]{64}")


@bp.get("/pictures/<digest>.jpg")
@public
def picture(digest: str) -> Response:
    """One picture; 404 once it was taken away."""
    if not DIGEST.fullmatch(digest) or not pictures.shown(digest):
        abort(404)
    path = pictures.path_of(digest)
    if not path.is_file():
        abort(404)
    response = Response(path.read_bytes(), mimetype="image/jpeg")
    response.headers["Cache-Control"] = YEAR
    response.set_etag(digest)
    return response.make_conditional(request)
