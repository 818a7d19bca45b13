"""The compiled evaluation: it prepares the arrays that one compiled function works on."""

import math
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from bpexplorer.core.engine.compiled import kernels
from bpexplorer.core.engine.compiled.blas import gemm_address
from bpexplorer.core.engine.compiled.codes import known
from bpexplorer.core.engine.compiled.stepper import MIN_PRODUCT_FOR_BLAS
from bpexplorer.core.engine.compiled.work_space import LANES, apart
from bpexplorer.core.evaluation import EvaluateSlice
from bpexplorer.core.network import Network
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray, IntArray

#: Samples that are gone through at a time: few enough for what is computed of them to stay in a core's cache; more
#: where there are so many weights that arranging them for its product costs BLAS as much as multiplying few samples.
SAMPLES_AT_ONCE, SAMPLES_OF_MANY_WEIGHTS, MANY_WEIGHTS = 64, 256, 10_000

_NO_LABELS = np.empty(0, np.intp)


def by_compiled(network: Network, data: TrainingData, *, cost: str) -> EvaluateSlice:
    """Evaluate slices of these data by compiled code; from numpy it differs by the order in which numbers are added.

    For networks and costs that ``CompiledStepper.supports``. The parameters are those of now. What comes back raises
    EngineError if the compiled engine can't be loaded.
    """
    layers = zip(network.weights, network.biases, strict=True)
    parameters = np.concatenate([array.reshape(-1) for layer in layers for array in layer])
    sizes, dtype = network.sizes, parameters.dtype
    codes = known()
    functions = (
        np.array(codes.of_activations(network.activations)),
        *codes.of_cost(cost, network.activations[-1]),
    )
    threshold = math.nan if data.threshold is None else float(dtype.type(data.threshold))

    def evaluate(x: FloatArray, y: FloatArray, labels: IntArray | None) -> tuple[float, int]:
        stride, *shape, blas = _layout(sizes, dtype, len(x))
        neurons, outputs = sum(sizes) * stride, sizes[-1] * stride
        z, a, delta, targets = apart((neurons, neurons, outputs, outputs), stride, dtype)
        classes = _NO_LABELS if labels is None else labels
        total, right = kernels.call(
            "evaluate",
            _read_only(x, dtype), _read_only(y, dtype), _read_only(classes, np.intp), threshold,
            np.arange(len(x)), stride, parameters, *shape, *functions, blas,
            z, a, delta, targets,
        )  # fmt: skip
        return total, right

    return evaluate


@lru_cache(maxsize=64)
def _layout(
    sizes: tuple[int, ...], dtype: "np.dtype[np.floating[Any]]", samples: int
) -> tuple[int, IntArray, IntArray, IntArray, IntArray]:
    """How many samples are gone through at a time, and sizes, places, layers and BLAS of ``evaluation.evaluate``."""
    products = np.array([n_in * n for n_in, n in pairwise(sizes)])
    stride = _stride(samples, SAMPLES_AT_ONCE if products.max() < MANY_WEIGHTS else SAMPLES_OF_MANY_WEIGHTS)
    return (
        stride,
        np.array(sizes),
        np.concatenate([[0], np.cumsum(products + sizes[1:])]),
        np.concatenate([[0], np.cumsum(np.array(sizes) * stride)]),
        np.where(products * stride >= MIN_PRODUCT_FOR_BLAS, gemm_address(dtype), 0),
    )


def _stride(samples: int, most: int) -> int:
    """The fewest rounds of at most ``most`` samples, all alike, in whole vectors of the processor."""
    rounds = -(-samples // most)
    return -(-samples // (rounds * LANES)) * LANES


def _read_only(array: NDArray[Any], dtype: DTypeLike) -> NDArray[Any]:
    """Compiled code is made for arrays that are read-only, or for those that are not; others would be compiled anew."""
    given = np.ascontiguousarray(array, dtype).view()
    given.setflags(write=False)
    return given
