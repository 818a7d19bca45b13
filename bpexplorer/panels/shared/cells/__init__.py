"""Numbers as painted cells: the grid, and the heatmap."""
