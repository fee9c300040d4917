"""Triggers that keep who looked at a report: a look is never changed, and goes only when it is two years old (PROMISES S11).

The database's own clock decides how old one is. A person who is deleted leaves the look without a name.
"""

from datetime import timedelta

KEPT_FOR = timedelta(days=730)
MARK = "wok: who looked is not rewritten"
_DAYS = KEPT_FOR.days

OLD_ENOUGH = {
    "sqlite": f"{{row}}.at < strftime('%Y-%m-%d %H:%M:%f', 'now', '-{_DAYS} days')",
    "postgresql": f"{{row}}.at < now() - interval '{_DAYS} days'",
}
_REWRITTEN = "OLD.id <> NEW.id OR OLD.case_id <> NEW.case_id OR OLD.at <> NEW.at OR {named_anew}"

SQLITE = (
    f"""CREATE TRIGGER fair_look_update BEFORE UPDATE ON fair_look
WHEN {_REWRITTEN.format(named_anew="(NEW.person_id IS NOT NULL AND NEW.person_id IS NOT OLD.person_id)")} BEGIN
  SELECT raise(ABORT, '{MARK}');
END""",
    f"""CREATE TRIGGER fair_look_delete BEFORE DELETE ON fair_look
WHEN NOT ({OLD_ENOUGH["sqlite"].format(row="OLD")}) BEGIN
  SELECT raise(ABORT, '{MARK}');
END""",
)

POSTGRESQL = (
    f"""CREATE FUNCTION guard_fair_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{MARK}' USING ERRCODE = '23514';
END $$""",
    f"""CREATE TRIGGER fair_look_update BEFORE UPDATE ON fair_look FOR EACH ROW
WHEN ({_REWRITTEN.format(named_anew="(NEW.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id)")})
EXECUTE FUNCTION guard_fair_look()""",
    f"""CREATE TRIGGER fair_look_delete BEFORE DELETE ON fair_look FOR EACH ROW
WHEN (NOT ({OLD_ENOUGH["postgresql"].format(row="OLD")})) EXECUTE FUNCTION guard_fair_look()""",
    "CREATE TRIGGER fair_look_truncate BEFORE TRUNCATE ON fair_look EXECUTE FUNCTION guard_fair_look()",
)


def statements(dialect: str) -> tuple[str, ...]:
    """The statements that put the guard in place, for "sqlite" or "postgresql"."""
    return SQLITE if dialect == "sqlite" else POSTGRESQL
