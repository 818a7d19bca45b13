"""What several panels are made of: plots, tables, cell grids, forms."""
