"""Joint projects: who is in, what is needed and brought, a date found together, thanks at the end."""
