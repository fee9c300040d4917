"""What was done is on record (PROMISES S11): every line of a booking's history, and every act of the staff.

How it is kept whole:

- Lines are written as part of what they tell, in its one commit; no writer waits for another. Triggers (guard.py)
  refuse to change, delete or replace them. The one change they allow is to forget: who it was, and the facts.
- A job seals, each minute, all lines it finds without a seal: a row of `sealed_line` for each, and one row of `seal`
  with the digest of these lines and of the seal before. The lines are listed one by one, not as "from … to …", for on
  PostgreSQL a lower number may be committed after a higher one: it goes into the next seal. Nothing is lost by it, as
  a line that tells of an instant long before the seal in front of its own is named by `wok verify`.
- `wok verify` recomputes everything and names what differs. Whoever may write to the database past its triggers can
  also compute every digest anew; that is found by a digest kept elsewhere alone: in the file `record.txt` beside the
  database, in the log of the jobs, on the page of health, on paper.

What was never sealed (the last minute) can go unseen, and so can a false line written as if it were done just now.
"""
