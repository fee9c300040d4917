"""Who: persons, associations, memberships, sign-in and roles."""
