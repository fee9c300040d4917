"""The outbox: every message that is owed is written with its cause and sent later."""
