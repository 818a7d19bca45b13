"""The demon of Nielsen's chapter 2: add Δz to one neuron's weighted input and see what becomes of the cost.

δ_j = ∂C_x/∂z_j predicts a change of δ_j Δz. The demon computes the change that happens, by running the rest
of the network again, so that the two can be laid side by side. Their gap is of second order in Δz. Nothing of
the network is changed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.backprop import (
    NOTHING_DROPPED,
    Factors,
    ForwardPass,
    Trace,
    backpropagate,
    checked_inputs,
    checked_targets,
    forward,
    forward_from,
)
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.network import Network
from bpexplorer.core.output import sample_costs
from bpexplorer.core.rounding import rounding_of_change
from bpexplorer.core.types import BoolArray, FloatArray
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True, eq=False)
class Perturbation:
    """What the demon did at one neuron, and what it changed; arrays have one entry or row for each sample."""

    layer: int
    neuron: int
    dz: float
    #: δ_j of the neuron, its prediction δ_j Δz, and the change of C_x that happened, each of shape
    #: (samples,).
    delta: FloatArray
    predicted: FloatArray
    actual: FloatArray
    #: z and a of the layers l…L, before and after; entry 0 is the demon's own layer.
    zs_before: tuple[FloatArray, ...]
    zs_after: tuple[FloatArray, ...]
    activations_before: tuple[FloatArray, ...]
    activations_after: tuple[FloatArray, ...]
    #: About how much ``actual`` may be rounding, and whether Δz takes the sample over a kink: each of shape (samples,).
    rounding: FloatArray
    crosses_kink: BoolArray

    @property
    def gap(self) -> FloatArray:
        """actual − predicted for each sample."""
        gap: FloatArray = self.actual - self.predicted
        return gap

    @property
    def mean_predicted(self) -> float:
        """The predicted change of C, the mean over the samples."""
        return float(self.predicted.mean())

    @property
    def mean_actual(self) -> float:
        """The change of C that happened."""
        return float(self.actual.mean())

    @property
    def z_changes(self) -> tuple[FloatArray, ...]:
        """Δz of the layers l…L; entry 0 is the demon's own layer, Δz at its neuron and 0 elsewhere."""
        return tuple(after - before for after, before in zip(self.zs_after, self.zs_before, strict=True))

    @property
    def activation_changes(self) -> tuple[FloatArray, ...]:
        """Δa of the layers l…L; entry 0 is the demon's own layer."""
        return tuple(
            after - before
            for after, before in zip(self.activations_after, self.activations_before, strict=True)
        )


def perturb(
    net: Network,
    x: ArrayLike,
    y: ArrayLike,
    *,
    cost: str,
    layer: int,
    neuron: int,
    dz: float,
    factors: Factors = NOTHING_DROPPED,
) -> Perturbation:
    """Add ``dz`` to z_j^l for every sample, and compare the change of cost with δ_j^l Δz.

    Parameters
    ----------
    x, y : array_like, shapes (samples, n_0) and (samples, n_L)
    layer, neuron : int
        l = 1…L and j = 0…n_l − 1. An input has no weighted input to change.
    factors : mapping of int to ndarray, optional
        What dropout multiplies the activations of layer l by. By default nothing is left out.

    Raises InvalidNetworkError if there is no such neuron, DataError if x or y don't fit the network,
    InvalidConfigError if the cost is unknown.
    """
    check_neuron(net, layer, neuron)
    net = net.for_inspection()
    before = backpropagate(net, x, y, cost=cost, factors=factors)
    z = before.zs[layer - 1].copy()
    z[:, neuron] += dz
    after = forward_from(net, layer, z, factors)
    targets = checked_targets(net, y, samples=len(z))
    costs = sample_costs(cost_named(cost), net.functions[-1], after.zs[-1], after.activations[-1], targets)
    delta = before.deltas[layer - 1][:, neuron]
    crosses_kink = _crosses_kink(net, before, after, targets, cost=cost, layer=layer)
    return Perturbation(
        layer=layer,
        neuron=neuron,
        dz=dz,
        delta=delta,
        predicted=delta * dz,
        actual=costs - before.sample_costs,
        zs_before=before.zs[layer - 1 :],
        zs_after=after.zs,
        activations_before=before.activations[layer - 1 :],
        activations_after=after.activations,
        rounding=rounding_of_change(net, before, targets, cost=cost, layer=layer, factors=factors),
        crosses_kink=crosses_kink,
    )


def cost_curve(
    net: Network,
    x: ArrayLike,
    y: ArrayLike,
    *,
    cost: str,
    layer: int,
    neuron: int,
    dzs: ArrayLike,
    factors: Factors = NOTHING_DROPPED,
) -> FloatArray:
    """C_x of every sample for each of many Δz at one neuron, shape (len(dzs), samples).

    The prediction δ_j Δz is the tangent of this curve at Δz = 0. All values run in one forward pass from the
    layer on. Raises what ``perturb`` raises.
    """
    check_neuron(net, layer, neuron)
    net = net.for_inspection()
    x = checked_inputs(net, x)
    samples = len(x)
    y = checked_targets(net, y, samples=samples)
    shifts = np.asarray(dzs, dtype=np.float64).reshape(-1)
    z = np.tile(forward(net, x, factors).zs[layer - 1], (len(shifts), 1))
    z[:, neuron] += np.repeat(shifts, samples)
    again = {dropping: np.tile(each, (len(shifts), 1)) for dropping, each in factors.items()}
    after = forward_from(net, layer, z, again)
    costs = sample_costs(
        cost_named(cost),
        net.functions[-1],
        after.zs[-1],
        after.activations[-1],
        np.tile(y, (len(shifts), 1)),
    )
    return costs.reshape(len(shifts), samples)


def activation_curve(net: Network, perturbation: Perturbation, dzs: FloatArray) -> FloatArray:
    """a of the perturbed neuron at z + Δz for each of many Δz, in the first sample, shape (len(dzs),).

    The other neurons of its layer keep their z, so that a softmax has a curve as well.
    """
    z = np.tile(perturbation.zs_before[0][:1], (len(dzs), 1))
    z[:, perturbation.neuron] += dzs
    a: FloatArray = net.for_inspection().functions[perturbation.layer - 1].value(z)[:, perturbation.neuron]
    return a


def _crosses_kink(
    net: Network, before: Trace, after: ForwardPass, y: FloatArray, *, cost: str, layer: int
) -> BoolArray:
    """Whether a kink of an activation or of the cost lies between before and after, for each sample."""
    crosses = np.zeros(len(y), dtype=np.bool_)
    for function, z, changed in zip(
        net.functions[layer - 1 :], before.zs[layer - 1 :], after.zs, strict=True
    ):
        for kink in function.kinks:
            crosses |= ((z > kink) != (changed > kink)).any(axis=-1)
    residual, changed = before.activations[-1] - y, after.activations[-1] - y
    for kink in cost_named(cost).kinks:
        crosses |= ((residual > kink) != (changed > kink)).any(axis=-1)
    return crosses


def check_neuron(net: Network, layer: int, neuron: int) -> None:
    """Raise InvalidNetworkError unless layer l = 1…L has a neuron of this number."""
    if layer == 0:
        raise InvalidNetworkError(
            tr("Layer 0 is the input, which has no weighted input z. Choose a neuron of a later layer.")
        )
    if not 1 <= layer <= net.depth:
        raise InvalidNetworkError(
            tr("There is no layer {layer}; choose one from 1 to {depth}.", layer=layer, depth=net.depth)
        )
    n = len(net.biases[layer - 1])
    if not 0 <= neuron < n:
        raise InvalidNetworkError(
            tr(
                "Layer {layer} has no neuron {neuron}; its neurons are numbered from 0 to {n}.",
                layer=layer,
                neuron=neuron,
                n=n - 1,
            )
        )
