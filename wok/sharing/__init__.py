"""Sharing what is scarce: who asks, what they get, why, and what it counts (FAIRNESS.md)."""
