"""What runs when: one scheduler process, however many web workers."""
