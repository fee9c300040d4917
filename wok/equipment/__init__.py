"""Equipment: what is lent, who has it, what comes back."""
