"""Extensions are made here (the database's own in db.py, beside its Base) and bound in app.py."""

from flask_babel import Babel
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect

from wok.db import db

__all__ = ["babel", "compress", "csrf", "db"]

babel = Babel()
csrf = CSRFProtect()
compress = Compress()
