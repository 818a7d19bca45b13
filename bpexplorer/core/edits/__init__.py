"""Edits: what a user changes, as values.

An edit acts on the plan at once (``on_spec``, ``on_config``) and, in the thread that owns the numbers, on the state of
the run (``on_state``), which also gives the edit that undoes it. Both are pure functions.
"""
