"""The open project: what the user decides (undoable), and what the user looks at (not undoable)."""
