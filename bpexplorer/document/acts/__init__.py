"""Acts: what a gesture, a menu entry, a button or a key asks for that isn't an edit of the network yet.

An act is a value. Whoever wants it emits it; what it means, and when it can't be done, is decided here alone.
"""
