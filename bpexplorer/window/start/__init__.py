"""How one begins: the start page over the window, and the gallery of examples."""
