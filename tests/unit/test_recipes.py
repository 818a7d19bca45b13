"""What the documentation prints for the use of weights elsewhere runs as printed, without any part of bpexplorer."""

from pathlib import Path

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import forward
from bpexplorer.core.network import Network
from bpexplorer.core.types import FloatArray
from bpexplorer.data.scaling import Scaling
from bpexplorer.project.weights import WeightsFile, export_weights
from tests.outsider import outputs_by_documentation, outputs_by_guide

#: In units of their own; some z become so large that a careless formula overflows.
X = np.random.default_rng(1).normal(scale=500, size=(20, 3))


def weights_with(activation: str) -> WeightsFile:
    """Three layers of one activation, which is also tried where it is hidden."""
    rng = np.random.default_rng(0)
    network = Network.create((3, 6, 5, 4), [activation] * 3, rng=rng)
    scaling = Scaling(rng.normal(size=3), rng.uniform(0.5, 2.0, size=3))
    return WeightsFile(network=network, scaling=scaling, cost="quadratic")


def assert_outputs_are_ours(got: FloatArray, weights: WeightsFile) -> None:
    ours = forward(weights.network, weights.scaling.apply(X)).activations[-1]
    np.testing.assert_allclose(got, ours, rtol=1e-9, atol=1e-12)


def test_the_recipe_of_the_guide_gives_our_outputs_with_every_activation(tmp_path: Path) -> None:
    files = {name: tmp_path / name / "mine.npz" for name in ACTIVATIONS}
    for name, path in files.items():
        path.parent.mkdir()
        export_weights(weights_with(name), path)
    for name, got in zip(files, outputs_by_guide(X, tmp_path, files.values()), strict=True):
        assert_outputs_are_ours(got, weights_with(name))


def test_the_recipe_of_the_formats_gives_our_outputs_with_every_activation_from_every_format(
    tmp_path: Path,
) -> None:
    files = [
        (name, tmp_path / f"{name}{ending}")
        for name in ACTIVATIONS
        for ending in (".npz", ".safetensors", ".json")
    ]
    for name, path in files:
        export_weights(weights_with(name), path)
    outputs = outputs_by_documentation(X, tmp_path, [path for _, path in files])
    for (name, _), got in zip(files, outputs, strict=True):
        assert_outputs_are_ours(got, weights_with(name))
