"""The gradient by other ways than backpropagation: numerically, to check it, and with the sum over k crossed out."""
