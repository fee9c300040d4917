"""`wok mail receive`: one mail from standard input, behind LMTP, a pipe or an IMAP poll.

The exit code speaks to the mail server: 0 when the mail was understood or noted, so that nothing bounces;
75 (try again later) when the database is away.
"""

import logging
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import BinaryIO

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.answers import reading, services
from wok.answers.reading import MOST_BYTES, Incoming
from wok.db import db, transaction
from wok.errors import Refusal

DONE, TRY_LATER = 0, 75  # sysexits.h: EX_TEMPFAIL
READING_SECONDS = 10  # a mail made to be slow is noted as one that cannot be read
TURNS = 4  # a deadlock, or the same mail delivered twice at once
CHUNK = 64 * 1024

log = logging.getLogger("wok.answers")


class TooSlow(Exception):
    """Reading took too long."""


def receive(stream: BinaryIO, to: Sequence[str] = ()) -> int:
    """Take one mail within the application's context; `to` are the addresses the mail server delivered it to."""
    incoming = read(_source(stream))
    for turn in range(TURNS):
        try:
            print(_take(incoming, to))
            return DONE
        except (IntegrityError, StaleDataError):
            db.session.rollback()
        except SQLAlchemyError as fault:
            db.session.rollback()
            log.warning("the database did not answer, turn %s: %s", turn + 1, type(fault).__name__)
    return TRY_LATER


def _source(stream: BinaryIO) -> bytes:
    """The mail, or its beginning when it is too large; always read to the end, so that the sender is not cut off."""
    kept = stream.read(MOST_BYTES + 1)
    while stream.read(CHUNK):
        pass
    return kept


def read(source: bytes) -> Incoming:
    """Read it, but not for ever."""
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, READING_SECONDS)
    try:
        return reading.read(source)
    except TooSlow:
        return reading.broken(source)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow


def _take(incoming: Incoming, to: Sequence[str]) -> str:
    """Carry it out, or keep it as a note. What the Wok itself stumbles over is noted, too: no mail goes lost."""
    now = clock.now()
    try:
        with transaction():
            return services.take(incoming, to=to, now=now)
    except Refusal:
        why = "refused"
    except SQLAlchemyError:
        raise
    except Exception as fault:  # the rim of a job
        log.error("an answer was not understood: %s", type(fault).__name__)
        why = "refused"
    with transaction():
        return services.keep(incoming, why, to=to, now=now)


def from_standard_input(to: Sequence[str]) -> int:
    """For the command line."""
    return receive(sys.stdin.buffer, to)
