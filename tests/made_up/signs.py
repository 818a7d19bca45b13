"""An initialiser that the program doesn't have."""

import numpy as np

from bpexplorer.core.initializers import Initializer, Settings
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.setting import Setting


class Signs(Initializer):
    """Weights of one size and random signs."""

    name, label, formula = "signs", "Signs", "w = ±s, each as likely"
    purpose = "All weights are of one size; it is their signs that tell the neurons apart."
    settings = (Setting("size", "Size s", 0.3, 0.0, 10.0, "How large every weight is.", "|w| = s"),)

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        return settings["size"] * rng.choice([-1.0, 1.0], (n_out, n_in))
