"""Build a neural network with the mouse, train it live, and see the error signal of every neuron."""

__version__ = "0.1.0"
