"""What is painted on the canvas: the scene, its items, colours, legends and words."""
