"""Rules that a run goes by and a user chooses: the schedule of η, penalties, clipping, dropout, and what stops it."""
