"""Fair access: anybody tells the Wok in confidence that they were refused or treated unfairly; named staff follow it."""
