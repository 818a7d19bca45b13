"""The visual language: theme, colours, numbers, fonts, icons, and the small widgets that panels are made of.

It knows nothing of networks, the document or the training thread.
"""
