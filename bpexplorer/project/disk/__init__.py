"""Writing files so that the old or the new one is there, whole; what a path leads to, and who changed it."""
