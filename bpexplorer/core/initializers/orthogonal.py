"""Orthonormal rows, or columns where there are more neurons than inputs; uniform over such matrices."""

import numpy as np

from bpexplorer.core.initializers.base import Initializer, Settings
from bpexplorer.core.initializers.pieces import GAIN
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class Orthogonal(Initializer):
    """Orthonormal rows, or columns where there are more neurons than inputs; uniform over such matrices."""

    name, label, formula = "orthogonal", tr("Orthogonal"), tr("W = g Q,  Q Qᵀ = I or Qᵀ Q = I")
    purpose = tr(
        "Turns what comes in without stretching it, so that neither a nor δ fades in a deep linear network."
    )
    settings = (GAIN,)

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        tall, r = np.linalg.qr(rng.standard_normal((max(n_in, n_out), min(n_in, n_out))))
        # QR leaves the signs to the algorithm; a positive diagonal of R makes the draw uniform.
        tall = tall * np.where(np.diagonal(r) < 0, -1.0, 1.0)
        return settings["gain"] * np.ascontiguousarray(tall if n_out >= n_in else tall.T)
