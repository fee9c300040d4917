"""What associations can do for one another: offers, asks, and the hours that were given."""
