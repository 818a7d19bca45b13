"""A project as a value, and every file that is read or written. No Qt."""
