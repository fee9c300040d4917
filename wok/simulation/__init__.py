"""A model town, to try the rule of sharing against first-come, a quota and a lottery (FAIRNESS.md section 12)."""
