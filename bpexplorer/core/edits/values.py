"""Edits of single numbers by hand."""

from dataclasses import dataclass

import numpy as np

from bpexplorer.core.edits.on_parameters import ParametersEdit
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.numerals import limit
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec, check_neurons
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.state import VALUE
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr

#: As large as a bias can be set; beyond it no activation can be told from its limit.
MAX_BIAS = 1e6


@dataclass(frozen=True, slots=True)
class SetBiases(ParametersEdit):
    """Set the biases of some neurons of a layer to one value. What they start from at a reset stays."""

    layer: int
    indices: tuple[int, ...]
    value: float

    @property
    def text(self) -> str:
        if len(self.indices) == 1:
            return tr(
                "Set the bias of layer {layer}, neuron {neuron}", layer=self.layer, neuron=self.indices[0]
            )
        return tr("Set {count} biases of layer {layer}", count=len(self.indices), layer=self.layer)

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        if not abs(self.value) <= MAX_BIAS:
            raise InvalidNetworkError(
                tr(
                    "The bias is {bias}; it must lie between {least} and {most}.",
                    bias=limit(self.value),
                    least=limit(-MAX_BIAS),
                    most=limit(MAX_BIAS),
                )
            )
        return check_neurons(spec, self.layer, self.indices)

    def on_parameters(
        self,
        planes: Parameters,
        config: TrainingConfig,
        rng: np.random.Generator,
    ) -> tuple[Parameters, ParametersEdit]:
        values = np.full(len(self.indices), float(self.value))
        return PutBiases(self.layer, self.indices, values).on_parameters(planes, config, rng)


@dataclass(frozen=True, slots=True, eq=False)
class PutBiases(ParametersEdit):
    """Set some biases of a layer, each to its own value, shape (k,): undoes SetBiases."""

    layer: int
    indices: tuple[int, ...]
    values: FloatArray

    def on_parameters(
        self,
        planes: Parameters,
        config: TrainingConfig,
        rng: np.random.Generator,
    ) -> tuple[Parameters, ParametersEdit]:
        changed = Parameters(planes.spec, planes.flat.copy())
        biases = changed.biases[self.layer - 1][VALUE]
        places = list(self.indices)
        inverse = PutBiases(self.layer, self.indices, biases[places])
        biases[places] = self.values
        return changed, inverse
