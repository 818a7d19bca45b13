"""Processes of ours beside the program's own, with a limit to their memory, that can be ended at any time.

They are for what may take all memory, crash, or never end: what foreign code does. `inside` is what such a process
does, `outside` what whoever starts it knows of it. They are started anew, never forked, and nothing crosses but JSON
and bytes.
"""
