"""Who has what, when; never more than there is."""
