"""Pure decisions: the standard library only; no Flask, no database, no clock, no files."""
