"""What ``engine.py`` compares: the program, three peers, and the matrix products alone.

Each contestant is a function of a row and a type of numbers. It gives a function that makes one epoch, how many steps
that has, and a word about itself.
"""

import os
import tracemalloc
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np


class MissingError(Exception):
    """A peer isn't installed."""


@dataclass(frozen=True)
class Row:
    """A network, its batch size, and how many samples there are. One output means the quadratic cost."""

    name: str
    sizes: tuple[int, ...]
    activation: str
    batch: int
    samples: int
    unit = "a step"

    @property
    def steps(self) -> int:
        return self.samples // self.batch

    @property
    def classifies(self) -> bool:
        return self.sizes[-1] > 1


ROWS = (
    Row("2-4-2-1 tanh, batch 10", (2, 4, 2, 1), "tanh", 10, 2000),
    Row("2-8×6-1 tanh, batch 10", (2, *[8] * 6, 1), "tanh", 10, 2000),
    Row("784-30-10 sigmoid/softmax, batch 10", (784, 30, 10), "sigmoid", 10, 2000),
    Row("784-100³-10 relu/softmax, batch 32", (784, 100, 100, 100, 10), "relu", 32, 3200),
    Row("784-1024²-10 relu/softmax, batch 256", (784, 1024, 1024, 10), "relu", 256, 2560),
)
RATE = 0.01

RowT = TypeVar("RowT")
Contestant = tuple[Callable[[], object], int, str]


def make_data(row: Row, dtype: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Inputs, targets (one-hot, or ±1), and classes."""
    rng = np.random.default_rng(0)
    classes = rng.integers(0, max(2, row.sizes[-1]), row.samples)
    y = np.eye(row.sizes[-1])[classes] if row.classifies else 2.0 * classes[:, np.newaxis] - 1
    return rng.normal(size=(row.samples, row.sizes[0])).astype(dtype), y.astype(dtype), classes


def program(row: Row, dtype: str) -> Contestant:
    """The engine that the program chooses for a run that begins now."""
    from bpexplorer.core.engine.base import Task
    from bpexplorer.core.engine.choice import choose_engine, make_stepper
    from bpexplorer.core.engine.threads import set_blas_threads
    from bpexplorer.core.spec import NetworkSpec
    from bpexplorer.core.training.config import TrainingConfig
    from bpexplorer.core.training.state import draw_start

    warmed()
    output, cost = ("softmax", "log_likelihood") if row.classifies else ("tanh", "quadratic")
    spec = NetworkSpec.create(row.sizes, [row.activation] * (len(row.sizes) - 2) + [output])
    config = TrainingConfig(cost=cost, batch_size=row.batch, learning_rate=RATE, dtype=dtype)
    x, y, _ = make_data(row, dtype)
    engine = choose_engine(spec, config)
    set_blas_threads(engine.threads)
    planes = draw_start(spec, config).flat[np.newaxis].astype(dtype)
    tracemalloc.start()
    stepper = make_stepper(engine, Task(spec, config, x, y), planes)
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    # Parameters and gradient; z, a and δ of each neuron, the inputs and the targets of a batch.
    neurons = 3 * sum(row.sizes[1:]) + row.sizes[0] + row.sizes[-1]
    needed = (2 * spec.parameter_count + row.batch * neurons) * np.dtype(dtype).itemsize
    rng, rates = np.random.default_rng(1), np.full(row.steps, RATE)

    def epoch() -> None:
        made = stepper.make_steps(rng.permutation(row.samples), 0, rates, moment_steps=0)
        assert not made.failed

    word = f"{engine.name}, BLAS threads: {engine.threads}"
    if spec.parameter_count > 1_000_000:
        word += f", memory {taken / needed:.2f} × what the numbers need"
    return epoch, row.steps, word


def products_alone(row: Row, dtype: str) -> Contestant:
    """Nothing but the products of a step, by numpy, into arrays that are there."""
    from bpexplorer.core.engine.threads import blas_threads, set_blas_threads
    from bpexplorer.core.spec import NetworkSpec

    spec = NetworkSpec.create(row.sizes, ["identity"] * (len(row.sizes) - 1))
    set_blas_threads(blas_threads(spec, row.batch))
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=(n, n_in)).astype(dtype) for n_in, n in pairwise(row.sizes)]
    gradients = [np.empty_like(w) for w in weights]
    layers = [rng.normal(size=(row.batch, n)).astype(dtype) for n in row.sizes]
    out = [np.empty_like(layer) for layer in layers]

    def epoch() -> None:
        for _ in range(row.steps):
            for index, w in enumerate(weights):
                np.matmul(layers[index], w.T, out=out[index + 1])
            for index in range(len(weights) - 1, -1, -1):
                np.matmul(layers[index + 1].T, layers[index], out=gradients[index])
                if index:
                    np.matmul(layers[index + 1], weights[index], out=out[index])

    return epoch, row.steps, ""


def jax_scan(row: Row, dtype: str) -> Contestant:
    """JAX: one jitted scan over the batches of an epoch."""
    try:
        import jax
    except ImportError as error:
        raise MissingError("jax isn't installed") from error
    jax.config.update("jax_enable_x64", dtype == "float64")
    jnp = jax.numpy
    activate = {"tanh": jnp.tanh, "sigmoid": jax.nn.sigmoid, "relu": jax.nn.relu}[row.activation]
    x, y, _ = make_data(row, dtype)
    x, y = jnp.asarray(x), jnp.asarray(y)
    rng = np.random.default_rng(0)
    parameters = [
        (jnp.asarray((rng.normal(size=(n_in, n)) / n_in**0.5).astype(dtype)), jnp.zeros(n, dtype))
        for n_in, n in pairwise(row.sizes)
    ]

    def cost(parameters, x, y):
        a = x
        for w, b in parameters[:-1]:
            a = activate(a @ w + b)
        z = a @ parameters[-1][0] + parameters[-1][1]
        if row.classifies:
            return -(y * jax.nn.log_softmax(z)).sum(axis=1).mean()
        return 0.5 * ((jnp.tanh(z) - y) ** 2).sum(axis=1).mean()

    def step(parameters, rows):
        value, gradient = jax.value_and_grad(cost)(parameters, x[rows], y[rows])
        return jax.tree.map(lambda p, g: p - RATE * g, parameters, gradient), value

    @jax.jit
    def make_epoch(parameters, order):
        return jax.lax.scan(step, parameters, order.reshape(row.steps, row.batch))

    state = [parameters]

    def epoch() -> None:
        state[0], costs = make_epoch(state[0], rng.permutation(row.samples))
        costs.block_until_ready()

    return epoch, row.steps, f"jax {jax.__version__}"


def torch_eager(row: Row, dtype: str) -> Contestant:
    """PyTorch, eager, as most people write it."""
    try:
        import torch
    except ImportError as error:
        raise MissingError("torch isn't installed") from error
    activate = {"tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid, "relu": torch.nn.ReLU}[row.activation]
    torch.manual_seed(0)
    parts: list[torch.nn.Module] = []
    for n_in, n in pairwise(row.sizes):
        parts += [torch.nn.Linear(n_in, n), activate()]
    net = torch.nn.Sequential(*(parts[:-1] if row.classifies else parts)).to(getattr(torch, dtype))
    x, y, classes = map(torch.from_numpy, make_data(row, dtype))
    targets = classes if row.classifies else y
    cost = torch.nn.CrossEntropyLoss() if row.classifies else torch.nn.MSELoss()
    descent = torch.optim.SGD(net.parameters(), lr=RATE)

    def epoch() -> None:
        for rows in torch.randperm(row.samples).split(row.batch):
            descent.zero_grad()
            cost(net(x[rows]), targets[rows]).backward()
            descent.step()

    return epoch, row.steps, f"torch {torch.__version__}"


def scikit_learn(row: Row, dtype: str) -> Contestant:
    """scikit-learn's multi-layer perceptron; with one output that is linear, as it has no other."""
    try:
        import sklearn
        from sklearn.neural_network import MLPClassifier, MLPRegressor
    except ImportError as error:
        raise MissingError("scikit-learn isn't installed") from error
    x, y, classes = make_data(row, dtype)
    activate = {"sigmoid": "logistic"}.get(row.activation, row.activation)
    kind = MLPClassifier if row.classifies else MLPRegressor
    net = kind(
        hidden_layer_sizes=row.sizes[1:-1], activation=activate, solver="sgd", alpha=0.0, batch_size=row.batch,
        learning_rate_init=RATE, momentum=0.0, nesterovs_momentum=False, max_iter=3, tol=0.0,
        n_iter_no_change=1000, warm_start=True, random_state=0,
    )  # fmt: skip
    targets = classes if row.classifies else y[:, 0]
    warnings.simplefilter("ignore")  # it says that three epochs aren't enough

    def epochs() -> None:
        net.fit(x, targets)

    return epochs, 3 * row.steps, f"scikit-learn {sklearn.__version__}"


def warmed() -> None:
    """Compile the engine if numba is there and it isn't compiled yet."""
    from bpexplorer.core.engine.compiled import cache

    if cache.is_installed() and not cache.is_warm():
        from bpexplorer.core.engine.compiled.warm import warm

        warm()


def in_numpy_of(contestant: Callable[[RowT, str], Contestant], row: RowT, dtype: str) -> Contestant:
    """A contestant of the program's without the compiled engine."""
    os.environ["BPEXPLORER_ENGINE"] = "numpy"
    return contestant(row, dtype)


def in_numpy(row: Row, dtype: str) -> Contestant:
    """The program without its compiled engine."""
    return in_numpy_of(program, row, dtype)


def holding_a_gradient(row: Row, dtype: str) -> Contestant:
    """The program's compiled engine, but that SGD goes through a gradient that is held, as other optimizers do."""
    from bpexplorer.core.engine.compiled.codes import NO_SUM, Codes

    Codes.of_sum = lambda *_: NO_SUM
    return program(row, dtype)


def not_looking(row: Row, dtype: str) -> Contestant:
    """The same, but for its look at each number before a step is taken.

    It is compiled into the folder ``BPEXPLORER_BLIND``, away from the engine that looks.
    """
    from bpexplorer.core.engine.compiled import cache
    from bpexplorer.core.optimizers.sgd import Sgd
    from bpexplorer.core.vocabularies.compiled_forms import OptimizerForm, Tools

    if not cache.is_installed():
        raise MissingError("numba isn't installed")

    def compiled(_: Sgd, tools: Tools) -> OptimizerForm:
        @tools.fast
        def blind(now, after, rate, _settings, _count, one):
            w, g = now[0], after[0]
            rate = one * rate
            for i in range(len(w)):
                g[i] = w[i] - rate * g[i]
            return True

        return OptimizerForm(blind)

    Sgd.compiled = compiled
    os.environ["BPEXPLORER_CACHE"] = os.environ["BPEXPLORER_BLIND"]
    return holding_a_gradient(row, dtype)


def in_numpy_not_looking(row: Row, dtype: str) -> Contestant:
    """The same in numpy."""
    from bpexplorer.core.engine import numpy_stepper

    numpy_stepper._all_finite = lambda _: True
    return in_numpy(row, dtype)


CONTESTANTS: dict[str, Callable[[Row, str], Contestant]] = {
    "program": program,
    "products alone": products_alone,
    "JAX": jax_scan,
    "PyTorch": torch_eager,
    "scikit-learn": scikit_learn,
}

#: Who is compared with its own likeness that doesn't look for divergence.
LOOKING = {"holding a gradient": "not looking", "numpy": "numpy, not looking"}
#: And with its likeness that holds a gradient.
SUMMING = {"program": "holding a gradient"}

EVERYBODY = CONTESTANTS | {
    "holding a gradient": holding_a_gradient,
    "not looking": not_looking,
    "numpy": in_numpy,
    "numpy, not looking": in_numpy_not_looking,
}
