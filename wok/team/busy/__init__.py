"""Reading a calendar file (RFC 5545) for one thing only: when its owner is busy.

Pure and without trust: the file comes from the open net (PROMISES S10). Not read by the library: it would expand
a hostile file without an end, and everything here looks at the clock in its innermost loops instead.
"""
