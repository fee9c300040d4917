"""Who is who: the associations that agreed to be shown, how they are found, and letters that hide addresses."""
