"""The network editor: a view that draws the newest frame and asks for changes by signals.

It takes values (a structure, a frame, the session's state, a demon reading) and changes none of them. Geometry,
quantities and the preparation of colours know no widgets; items only paint; tools turn presses into requests.
"""
