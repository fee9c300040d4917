"""Thursday's on-call: numbers and booked times in two honest lanes, the staff's desk, the screen by the door."""
