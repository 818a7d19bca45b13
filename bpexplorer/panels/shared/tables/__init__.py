"""Tables: the model over a value without Qt, its view, and tables of cells."""
