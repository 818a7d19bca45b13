"""A table of somebody's own data: typed columns, where they come from, and how much of it is allowed."""
