"""The gradients of an independent automatic differentiation, met entry by entry."""

import json
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import backpropagate, forward
from bpexplorer.core.costs import COSTS
from bpexplorer.core.network import Network
from bpexplorer.core.optimizers import OPTIMIZERS

REFERENCE = Path(__file__).parents[2] / "reference"
MANIFEST = json.loads((REFERENCE / "manifest.json").read_text(encoding="utf-8"))
CASES = [case for case in MANIFEST if case["file"].startswith("backprop")]


def deviation(got, want):
    return np.max(np.abs(got - want) / (1e-3 + np.abs(want)))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['file'][9:12]}-{c['activations'][-1]}-{c['cost']}")
def test_every_quantity_of_backpropagation_meets_the_reference(case):
    layers = range(1, len(case["sizes"]))
    with np.load(REFERENCE / case["file"]) as archive:
        reference = dict(archive)
    net = Network(
        [reference[f"w{layer}"] for layer in layers],
        [reference[f"b{layer}"] for layer in layers],
        case["activations"],
    )
    assert list(net.sizes) == case["sizes"]

    trace = backpropagate(net, reference["x"], reference["y"], cost=case["cost"])

    for name, got in {
        "z": trace.zs,
        "a": trace.activations,
        "delta": trace.deltas,
        "grad_w": trace.grad_weights,
        "grad_b": trace.grad_biases,
    }.items():
        assert len(got) == len(layers)
        for layer in layers:
            want = reference[f"{name}{layer}"]
            assert got[layer - 1].shape == want.shape
            assert deviation(got[layer - 1], want) <= 1e-10, (name, layer)
    assert deviation(trace.cost, reference["cost"]) <= 1e-10
    assert deviation(trace.sample_costs, reference["cost_per_sample"]) <= 1e-10

    passed = forward(net, reference["x"])
    for layer in layers:
        np.testing.assert_array_equal(passed.activations[layer - 1], trace.activations[layer - 1])


def test_there_is_a_reference_for_every_activation_cost_and_optimizer_and_each_is_used():
    assert {name for case in CASES for name in case["activations"]} == set(ACTIVATIONS)
    assert {case["cost"] for case in CASES} == set(COSTS)
    assert {case["optimizer"] for case in MANIFEST if "optimizer" in case} == set(OPTIMIZERS)
    # test_optimizers.py meets those of the optimizers.
    assert len(CASES) + len(OPTIMIZERS) == len(MANIFEST)
    assert {case["file"] for case in MANIFEST} == {path.name for path in REFERENCE.glob("*.npz")}
