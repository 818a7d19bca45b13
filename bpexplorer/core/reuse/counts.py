"""Multiply-adds of one gradient of one sample, counted exactly."""

from dataclasses import dataclass
from itertools import pairwise

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.spec import NetworkSpec


@dataclass(frozen=True, slots=True)
class GradientCounts:
    """Multiply-adds of one gradient of one sample, exact however many there are."""

    backpropagation: int
    own_chains: int
    all_paths: int
    differences: int


def count_gradient(spec: NetworkSpec) -> GradientCounts:
    """Count the multiply-adds that each way takes."""
    passed = forward_count(spec)
    return GradientCounts(
        backpropagation=passed + _backpropagation_count(spec),
        own_chains=passed + _own_chains_count(spec),
        all_paths=passed + _all_paths_count(spec),
        differences=(spec.parameter_count + 1) * passed,
    )


def forward_count(spec: NetworkSpec) -> int:
    """Multiply-adds of one forward pass of one sample: one a weight."""
    return sum(n_in * n_out for n_in, n_out in pairwise(spec.sizes))


def _gate_count(spec: NetworkSpec, layer: int) -> int:
    """Jᵀu of a layer: u ⊙ σ'(z); for softmax a ⊙ (u − aᵀu)."""
    size, function = spec.sizes[layer], ACTIVATIONS[spec.activations[layer - 1]]
    return size if function.elementwise else 2 * size


def _backpropagation_count(spec: NetworkSpec) -> int:
    sizes, layers = spec.sizes, range(1, spec.depth + 1)
    gates = sum(_gate_count(spec, layer) for layer in layers)
    carried_back = sum(sizes[layer] * sizes[layer + 1] for layer in spec.hidden)
    products_with_a = forward_count(spec)
    return gates + carried_back + products_with_a


def _own_chain_count(spec: NetworkSpec, layer: int) -> int:
    """Multiply-adds that make one δ_j^l alone, with nothing at hand but the forward pass."""
    sizes, count = spec.sizes, 0
    for above in range(spec.depth, layer, -1):  # δ of the layers above, whole
        count += _gate_count(spec, above)
        if above < spec.depth:
            count += sizes[above] * sizes[above + 1]
    elementwise = ACTIVATIONS[spec.activations[layer - 1]].elementwise
    # Softmax needs ∂C/∂a of its whole layer for one δ_j.
    entering = 1 if elementwise else sizes[layer]
    carried_back = entering * sizes[layer + 1] if layer < spec.depth else 0
    return count + carried_back + (1 if elementwise else sizes[layer] + 1)


def _own_chains_count(spec: NetworkSpec) -> int:
    total = 0
    for layer, (n_in, n_out) in enumerate(pairwise(spec.sizes), start=1):
        chain = _own_chain_count(spec, layer)
        total += n_out * (n_in * (chain + 1) + chain)  # a weight's chain ends with a product with a
    return total


def paths_from(spec: NetworkSpec, layer: int) -> int:
    """How many paths lead from one z of a layer to the outputs' a; through softmax each z reaches every a."""
    paths = 1
    for at in range(layer, spec.depth + 1):
        if not ACTIVATIONS[spec.activations[at - 1]].elementwise:
            paths *= spec.sizes[at]
        if at < spec.depth:
            paths *= spec.sizes[at + 1]
    return paths


def path_count(spec: NetworkSpec) -> int:
    """How many products the sum over all paths has: one for each parameter and path from its neuron."""
    return sum(
        n_out * paths_from(spec, layer) * (n_in + 1)
        for layer, (n_in, n_out) in enumerate(pairwise(spec.sizes), start=1)
    )


def _all_paths_count(spec: NetworkSpec) -> int:
    total = 0
    for layer, (n_in, n_out) in enumerate(pairwise(spec.sizes), start=1):
        # A path to the output has a derivative a layer, a weight between layers, and ∂C/∂a at its end.
        products = 2 * (spec.depth - layer) + 1
        total += n_out * paths_from(spec, layer) * (n_in * (products + 1) + products)
    return total
