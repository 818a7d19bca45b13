"""Slopes of cost and penalty by complex step, for all parameters of a network at once; and where there is none.

The forward pass here is the test's own: of the program it takes the functions of one layer, and the cost. A slope by
complex step is right to a few units in the last place, as nothing is subtracted. On a kink (ReLU at 0, |a − y| at 0,
|w| at 0) there is no slope to compare with: an entry is left out if a small push to either side changes the sign
pattern of what has a kink.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.output import sample_costs
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.training.rules.penalties import Penalty

#: The imaginary step: its square is lost beside any number here.
H = 1e-30
#: How far to either side signs are looked at.
PUSH = 1e-7
NO_PENALTY = Penalty(0.0, 0.0)


@dataclass(frozen=True)
class Slopes:
    """Derivatives in the shape of what they are by, and where there is one."""

    values: np.ndarray
    clear: np.ndarray

    def deviation(self, got: np.ndarray) -> float:
        """max|g − g′| / max|g′| over the entries that have a slope; infinite if one should be 0 and isn't."""
        assert got.shape == self.values.shape
        largest = np.abs(self.values[self.clear]).max(initial=0.0)
        apart = np.abs(got - self.values)[self.clear].max(initial=0.0)
        return apart / largest if largest else (np.inf if apart else 0.0)


def by_parameters(
    parameters: Parameters, x: np.ndarray, y: np.ndarray, cost: str, penalty: Penalty = NO_PENALTY
) -> Slopes:
    """∂(C + penalty)/∂θ for every entry of the flat array, C the mean over the samples."""
    flat, each = parameters.flat, np.eye(parameters.flat.size)

    def pushed(nudges):
        return _run(Parameters(parameters.spec, flat + nudges), x, y, cost)

    def signs(nudges):
        moved = pushed(nudges)
        found = _signs_of_a_pass(parameters.spec.activations, cost, moved)
        weights = Parameters(parameters.spec, flat + nudges).weights if penalty.l1 else ()
        return np.concatenate([_rows(part) for part in (*found, *map(np.sign, weights))], axis=1)

    here = signs(np.zeros((1, flat.size)))
    clear = (signs(PUSH * each) == here).all(axis=1) & (signs(-PUSH * each) == here).all(axis=1)
    moved = pushed(1j * H * each)
    weights = Parameters(parameters.spec, flat + 1j * H * each).weights
    total = moved.costs.mean(axis=1) + sum(_penalty(penalty, w) for w in weights)
    return Slopes(total.imag / H, clear)


def by_weighted_inputs(parameters: Parameters, layer: int, x: np.ndarray, y: np.ndarray, cost: str) -> Slopes:
    """∂C_x/∂z_j of layer l for every sample and neuron, shape (samples, n_l), C_x each sample's own cost."""
    spec = parameters.spec
    z = _run(Parameters(spec, parameters.flat[np.newaxis]), x, y, cost).zs[layer - 1]
    each = np.eye(spec.sizes[layer])[:, np.newaxis, :]

    def signs(nudges):
        found = _signs_of_a_pass(
            spec.activations[layer - 1 :], cost, _run(parameters, z + nudges, y, cost, layer)
        )
        return np.concatenate(found, axis=2)

    here = signs(0 * each)
    clear = (signs(PUSH * each) == here).all(axis=2) & (signs(-PUSH * each) == here).all(axis=2)
    moved = _run(parameters, z + 1j * H * each, y, cost, layer)
    return Slopes((moved.costs.imag / H).T, clear.T)


@dataclass(frozen=True)
class _Pass:
    """Entry 0 is the first layer that was run; leading axes are the nudges. ``misses`` is a − y."""

    zs: Sequence[np.ndarray]
    misses: np.ndarray
    costs: np.ndarray


def _run(parameters: Parameters, x: np.ndarray, y: np.ndarray, cost: str, layer: int = 0) -> _Pass:
    """Go forward from the samples, or from weighted inputs z^l of shape (…, samples, n_l)."""
    names, zs, a = parameters.spec.activations, [], x
    for l in range(max(1, layer), parameters.spec.depth + 1):  # noqa: E741
        if l == layer:
            z = x
        else:
            w, b = parameters.weights[l - 1], parameters.biases[l - 1]
            z = a @ np.swapaxes(w, -1, -2) + b[..., np.newaxis, :]
        a = ACTIVATIONS[names[l - 1]].value(z)
        zs.append(z)
    costs = sample_costs(COSTS[cost], ACTIVATIONS[names[-1]], zs[-1], a, y)
    return _Pass(zs, a - y, costs)


def _signs_of_a_pass(names: Sequence[str], cost: str, moved: _Pass) -> list[np.ndarray]:
    signs = [
        np.sign(z - kink) for name, z in zip(names, moved.zs, strict=True) for kink in ACTIVATIONS[name].kinks
    ]
    signs += [np.sign(moved.misses - kink) for kink in COSTS[cost].kinks]
    return signs or [np.zeros_like(moved.zs[0])]


def _penalty(penalty: Penalty, w: np.ndarray) -> np.ndarray:
    """l1 Σ|w| + l2/2 Σw² of one layer, written out once more, for each nudge."""
    size = np.where(w.real < 0, -w, np.where(w.real > 0, w, 0))
    return (penalty.l1 * size + 0.5 * penalty.l2 * w * w).sum(axis=(-1, -2))


def _rows(array: np.ndarray) -> np.ndarray:
    return array.reshape(len(array), -1)
