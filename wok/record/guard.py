"""Triggers of the record (PROMISES S11): a line is written once, and the only change to it is to forget who and the facts.

Whoever forgets takes the salt along, by a trigger: without it nobody can find out by trying who it had been.
SQLite's INSERT OR REPLACE deletes without asking a trigger where `recursive_triggers` is off, as in other programs than
ours; so an INSERT with a number that is taken is refused, too.
"""

MARK = "wok: what is on record is not rewritten"
LINES = {"act": ("at", "what"), "booking_event": ("booking_id", "at", "what", '"by"')}
SEALS = {
    "seal": ("id",),
    "sealed_line": ("source", "line_id"),
}
_SALTS_STAY = {
    "sqlite": "(NEW.{0} IS OLD.{0} OR NEW.{0} IS NULL)",
    "postgresql": "(NEW.{0} IS NOT DISTINCT FROM OLD.{0} OR NEW.{0} IS NULL)",
}
_SEALED = "source line_id seal_id digest who facts"


def statements(dialect: str) -> tuple[str, ...]:
    """The statements that put the guard in place, for "sqlite" or "postgresql"."""
    return tuple(_sqlite() if dialect == "sqlite" else _postgresql())


def taken_away(dialect: str) -> tuple[str, ...]:
    """What takes the guard of the lines away again, where their table stays."""
    if dialect == "sqlite":
        return tuple(f"DROP TRIGGER {name}_booking_event" for name in ("once", "kept", "stays", "forgets"))
    names = ("kept", "stays", "forgets", "whole")
    return (*(f"DROP TRIGGER {name}_booking_event ON booking_event" for name in names), *_FUNCTIONS_GO)


_FUNCTIONS_GO = ("DROP FUNCTION keep_record() CASCADE", "DROP FUNCTION forget_salt() CASCADE")


def names(dialect: str) -> set[str]:
    """The triggers that must be there."""
    kinds = ("once", "kept", "stays") if dialect == "sqlite" else ("kept", "stays", "whole")
    return {f"{kind}_{table}" for table in (*LINES, *SEALS) for kind in kinds} | {f"forgets_{table}" for table in LINES}


def _allowed(table: str, dialect: str) -> str:
    """The condition under which an UPDATE is no rewriting."""
    same, text = ("IS", "") if dialect == "sqlite" else ("IS NOT DISTINCT FROM", "::text")
    if table == "seal":
        return "1 = 0"
    if table == "sealed_line":
        fixed = [f"NEW.{one} {same} OLD.{one}" for one in _SEALED.split()]
        return " AND ".join([*fixed, *(_SALTS_STAY[dialect].format(one) for one in ("who_salt", "facts_salt"))])
    fixed = [f"NEW.{one} {same} OLD.{one}" for one in ("id", *LINES[table])]
    who = f"(NEW.person_id {same} OLD.person_id OR NEW.person_id IS NULL)"
    facts = f"(NEW.facts{text} = OLD.facts{text} OR NEW.facts{text} = '{{}}')"
    return " AND ".join([*fixed, who, facts])


def _sqlite() -> list[str]:
    found = []
    for table, keys in {**dict.fromkeys(LINES, ("id",)), **SEALS}.items():
        there = " AND ".join(f"{key} = NEW.{key}" for key in keys)
        refuse = f"BEGIN\n  SELECT raise(ABORT, '{MARK}');\nEND"
        found += [
            f"CREATE TRIGGER once_{table} BEFORE INSERT ON {table}\nWHEN EXISTS (SELECT 1 FROM {table} WHERE {there}) {refuse}",
            f"CREATE TRIGGER kept_{table} BEFORE UPDATE ON {table}\nWHEN NOT ({_allowed(table, 'sqlite')}) {refuse}",
            f"CREATE TRIGGER stays_{table} BEFORE DELETE ON {table} {refuse}",
        ]
    found += [
        f"""CREATE TRIGGER forgets_{table} AFTER UPDATE ON {table}
WHEN NEW.person_id IS NOT OLD.person_id OR NEW.facts <> OLD.facts BEGIN
  UPDATE sealed_line SET who_salt = NULL
    WHERE source = '{table}' AND line_id = NEW.id AND NEW.person_id IS NOT OLD.person_id;
  UPDATE sealed_line SET facts_salt = NULL
    WHERE source = '{table}' AND line_id = NEW.id AND NEW.facts <> OLD.facts;
END"""
        for table in LINES
    ]
    return found


def _postgresql() -> list[str]:
    found = [
        f"""CREATE FUNCTION keep_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{MARK}' USING ERRCODE = '23514';
END $$""",
        """CREATE FUNCTION forget_salt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.person_id IS DISTINCT FROM OLD.person_id THEN
    UPDATE sealed_line SET who_salt = NULL WHERE source = TG_TABLE_NAME AND line_id = NEW.id;
  END IF;
  IF NEW.facts::text <> OLD.facts::text THEN
    UPDATE sealed_line SET facts_salt = NULL WHERE source = TG_TABLE_NAME AND line_id = NEW.id;
  END IF;
  RETURN NULL;
END $$""",
    ]
    refuse = "EXECUTE FUNCTION keep_record()"
    for table in (*LINES, *SEALS):
        found += [
            f"CREATE TRIGGER kept_{table} BEFORE UPDATE ON {table} FOR EACH ROW\n"
            f"WHEN (NOT ({_allowed(table, 'postgresql')})) {refuse}",
            f"CREATE TRIGGER stays_{table} BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
            f"CREATE TRIGGER whole_{table} BEFORE TRUNCATE ON {table} {refuse}",
        ]
    found += [
        f"CREATE TRIGGER forgets_{table} AFTER UPDATE ON {table} FOR EACH ROW\n"
        f"WHEN (NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.facts::text <> OLD.facts::text)\n"
        f"EXECUTE FUNCTION forget_salt()"
        for table in LINES
    ]
    return found
