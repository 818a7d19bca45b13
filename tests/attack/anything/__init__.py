"""A tester that does anything: random events on a whole window, each in a process of its own.

`events` says what can be done, as values; `drawing` draws one for a window as it is; `playing` does it; `invariants`
says what must hold whatever was done. `trial` plays in a child process, whose journal outlives a crash, and
`shrinking` makes a journal that ends in a fault as short as it can. `python -m tests.attack.anything` says how to
begin.
"""
