"""All the numbers of a network in one array, with a view for each layer's weights and biases."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.network import Network
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """Weights and biases as views into ``flat``, which lies in the order W^1, b^1, W^2, b^2, …

    ``flat`` has shape (…, parameters). Leading axes, where there are any, are *planes*: quantities that have one
    value for each parameter (the value itself, its start, an optimizer's moments). An edit of the structure acts on
    the last axes, so all planes go through it alike.
    """

    spec: NetworkSpec
    flat: FloatArray
    #: Entry l-1 has shape (…, n_l, n_{l-1}).
    weights: tuple[FloatArray, ...] = field(init=False)
    #: Entry l-1 has shape (…, n_l).
    biases: tuple[FloatArray, ...] = field(init=False)

    def __post_init__(self) -> None:
        count = self.spec.parameter_count
        if self.flat.shape[-1] != count:
            raise InvalidNetworkError(
                tr(
                    "The network {spec} has {count} parameters; {shape} were given.",
                    spec=self.spec,
                    count=count,
                    shape=self.flat.shape[-1],
                )
            )
        weights, biases, begin = [], [], 0
        lead = self.flat.shape[:-1]
        for n_in, n_out in pairwise(self.spec.sizes):
            end = begin + n_in * n_out
            weights.append(self.flat[..., begin:end].reshape(*lead, n_out, n_in))
            biases.append(self.flat[..., end : end + n_out])
            begin = end + n_out
        object.__setattr__(self, "weights", tuple(weights))
        object.__setattr__(self, "biases", tuple(biases))

    @classmethod
    def join(
        cls, spec: NetworkSpec, weights: Iterable[FloatArray], biases: Iterable[FloatArray]
    ) -> "Parameters":
        """Copy arrays of all layers into one; entry l-1 is W^l (…, n_l, n_{l-1}) and b^l (…, n_l)."""
        parts = []
        for w, b in zip(weights, biases, strict=True):
            parts += [w.reshape(*w.shape[:-2], -1), b]
        return cls(spec, np.concatenate(parts, axis=-1))

    @classmethod
    def of_network(cls, network: Network) -> "Parameters":
        """Copy a network's weights and biases."""
        spec = NetworkSpec.create(network.sizes, network.activations)
        return cls.join(spec, network.weights, network.biases)

    def plane(self, index: int) -> "Parameters":
        """One plane, as a view."""
        return Parameters(self.spec, self.flat[index])

    def network(self) -> Network:
        """These weights and biases as a network; the arrays are shared, not copied."""
        return Network(self.weights, self.biases, self.spec.activations)
