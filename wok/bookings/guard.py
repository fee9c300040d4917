"""The second line of B2: triggers on `taking`, on both databases, so that even raw SQL cannot overbook.

The rule: at no instant may the quantities taken of a resource exceed its capacity. Load can only grow
at the first instant of the written span, where another taking starts inside it, or where the old span
of an updated row ended; those points are checked. A point passes when the write adds nothing there
(shrinking always passes), or when the sum stays within the capacity. A whole is never taken, only its parts.

PostgreSQL first bumps the resource row: a plain lock still let two raw connections book 2 of 1 under
REPEATABLE READ (PROMISES B2). Times compare as stored; SQLite's are text of one fixed length, checked here.
"""

MARK = "wok: over capacity"
WHOLE = "wok: a whole is taken by its parts"

_POINTS = """
  SELECT NEW.starts_at AS at
  UNION SELECT t.starts_at FROM taking t
    WHERE t.resource_id = NEW.resource_id AND t.ends_at > NEW.starts_at
      AND t.starts_at > NEW.starts_at AND t.starts_at < NEW.ends_at
"""
_OLD_END = """
  UNION SELECT OLD.ends_at WHERE OLD.ends_at > NEW.starts_at AND OLD.ends_at < NEW.ends_at
"""
_LOAD = """
  SELECT coalesce(sum(o.quantity), 0) FROM taking o
    WHERE o.resource_id = NEW.resource_id AND o.ends_at > p.at AND o.starts_at <= p.at {but_self}
"""
_BUT_SELF = "AND o.id <> OLD.id"
_ADDS = """
  NEW.quantity > CASE WHEN OLD.resource_id = NEW.resource_id AND OLD.starts_at <= p.at AND OLD.ends_at > p.at
    THEN OLD.quantity ELSE 0 END AND
"""
_CAPACITY = "(SELECT r.capacity FROM resource r WHERE r.id = NEW.resource_id)"


def _over(points: str, adds: str, but_self: str) -> str:
    load = _LOAD.format(but_self=but_self)
    return f"EXISTS (SELECT 1 FROM ({points}) p WHERE {adds} NEW.quantity + ({load}) > {_CAPACITY})"


OVER_ON_INSERT = _over(_POINTS, "", "")
OVER_ON_UPDATE = _over(_POINTS + _OLD_END, _ADDS, _BUT_SELF)
IS_WHOLE = "EXISTS (SELECT 1 FROM resource_part w WHERE w.whole_id = NEW.resource_id)"
ODD_TIME = "(length(NEW.starts_at) <> 26 OR length(NEW.ends_at) <> 26)"

SQLITE = (
    f"""CREATE TRIGGER taking_insert BEFORE INSERT ON taking BEGIN
  SELECT raise(ABORT, 'wok: a time must have 26 characters') WHERE {ODD_TIME};
  SELECT raise(ABORT, '{WHOLE}') WHERE {IS_WHOLE};
  SELECT raise(ABORT, '{MARK}') WHERE {OVER_ON_INSERT};
END""",
    f"""CREATE TRIGGER taking_update BEFORE UPDATE ON taking BEGIN
  SELECT raise(ABORT, 'wok: a time must have 26 characters') WHERE {ODD_TIME};
  SELECT raise(ABORT, '{WHOLE}') WHERE {IS_WHOLE};
  SELECT raise(ABORT, '{MARK}') WHERE {OVER_ON_UPDATE};
END""",
    """CREATE TRIGGER booking_event_update BEFORE UPDATE ON booking_event
WHEN OLD.what <> NEW.what OR OLD.at <> NEW.at OR OLD.booking_id <> NEW.booking_id BEGIN
  SELECT raise(ABORT, 'wok: history is not rewritten');
END""",
)

POSTGRESQL = (
    f"""CREATE FUNCTION guard_taking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE resource SET version = version + 1 WHERE id = NEW.resource_id;
  IF {IS_WHOLE} THEN RAISE EXCEPTION '{WHOLE}' USING ERRCODE = '23514'; END IF;
  IF TG_OP = 'INSERT' THEN
    IF {OVER_ON_INSERT} THEN RAISE EXCEPTION '{MARK}' USING ERRCODE = '23514'; END IF;
  ELSIF {OVER_ON_UPDATE} THEN RAISE EXCEPTION '{MARK}' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$""",
    "CREATE TRIGGER taking_guard BEFORE INSERT OR UPDATE ON taking FOR EACH ROW EXECUTE FUNCTION guard_taking()",
    """CREATE FUNCTION guard_booking_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'wok: history is not rewritten' USING ERRCODE = '23514';
END $$""",
    """CREATE TRIGGER booking_event_guard BEFORE UPDATE ON booking_event FOR EACH ROW
WHEN (OLD.what <> NEW.what OR OLD.at <> NEW.at OR OLD.booking_id <> NEW.booking_id) EXECUTE FUNCTION guard_booking_event()""",
)


def statements(dialect: str) -> tuple[str, ...]:
    """The statements that put the guard in place, for "sqlite" or "postgresql"."""
    return SQLITE if dialect == "sqlite" else POSTGRESQL
