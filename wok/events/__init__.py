"""Special events and community work: courses, workshops, parties, outings, by the Wok, an association or a partner."""
