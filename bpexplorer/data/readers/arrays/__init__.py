"""Arrays: ``.npy``, ``.npz`` and IDX, and which of them are inputs, targets and the test set."""
