"""What mouse and keys do on the canvas: gestures, tools, keys."""
