"""An invented, believable year of the Wok, made from a seed."""
