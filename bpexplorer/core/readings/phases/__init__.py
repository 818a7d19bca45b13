"""One step, phase by phase: the batch, forward, cost, BP1, BP2, gradient, update, and after."""
