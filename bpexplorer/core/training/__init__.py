"""Training a network: the trainer and its state, history, what stops it, and what holds it back."""
