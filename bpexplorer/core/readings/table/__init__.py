"""What the samples of a set, and the inputs, do in learning: a row each, as values."""
