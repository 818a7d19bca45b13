"""Write digits.npz from scikit-learn's copy of the digits: ``python resources/datasets/make_digits.py``."""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

digits = load_digits()
np.savez_compressed(
    Path(__file__).with_name("digits.npz"),
    pixels=digits.data.astype(np.uint8),
    digits=digits.target.astype(np.uint8),
)
