"""Epochs as users run them, which ``engine.py`` compares: steps, then costs and accuracies of both sets.

Each contestant is a function of an example and a type of numbers, and does the same work: shuffles, makes the steps,
and says at the end the mean cost and the share of right answers over the training set and over the test set.
TensorFlow Playground's engine takes no part: it isn't published as a package.
"""

import warnings
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from engine_contestants import Contestant, MissingError, in_numpy_of, warmed


@dataclass(frozen=True)
class Example:
    """An example of the program, as it opens; its network, data and configuration."""

    name: str
    preset: str
    unit = "an epoch"

    @cached_property
    def state(self):
        from bpexplorer.project.presets import preset

        return preset(self.preset).project().state

    def sets(self, dtype: str) -> list[tuple[np.ndarray, np.ndarray]]:
        """x and y of the training and the test set."""
        data = self.state.data
        return [(part.x.astype(dtype), part.y.astype(dtype)) for part in map(data.part, ("train", "test"))]

    @property
    def many_classes(self) -> bool:
        """Whether outputs are a softmax under the log-likelihood; otherwise one sigmoid under the cross-entropy."""
        return self.state.spec.outputs > 1


EXAMPLES = (
    Example("an epoch of the digits, evaluated: 64-14-10-10, batch 20, 1,438 + 359 samples", "digits"),
    Example("an epoch of the spiral, evaluated: 2-12-8-1, batch 10, 320 + 80 samples", "spiral"),
)


def program(example: Example, dtype: str) -> Contestant:
    """The program's trainer: history, best state and all that training looks for included."""
    from dataclasses import replace

    from bpexplorer.core.training.state import start_run
    from bpexplorer.core.training.trainer import Trainer

    warmed()
    state = example.state
    config = replace(state.config, dtype=dtype)
    trainer = Trainer(start_run(state.spec, config, state.data))

    def epoch() -> None:
        assert trainer.advance(1_000_000_000).epoch_ended

    return epoch, 1, trainer.engine


def jax_scan(example: Example, dtype: str) -> Contestant:
    """JAX: one jitted scan over the batches, and one jitted evaluation of each set."""
    try:
        import jax
    except ImportError as error:
        raise MissingError("jax isn't installed") from error
    jax.config.update("jax_enable_x64", dtype == "float64")
    jnp = jax.numpy
    config = example.state.config
    momentum = config.optimizer_settings.get("momentum", 0.0)
    (x, y), test = example.sets(dtype)
    x, y = jnp.asarray(x), jnp.asarray(y)
    test = tuple(map(jnp.asarray, test))
    parameters = [(jnp.asarray(w.T.astype(dtype)), jnp.asarray(b.astype(dtype))) for w, b in _start(example)]

    def outputs(parameters, x):
        a = x
        for w, b in parameters[:-1]:
            a = jnp.tanh(a @ w + b)
        return a @ parameters[-1][0] + parameters[-1][1]

    def cost(parameters, x, y):
        z = outputs(parameters, x)
        if example.many_classes:
            return -(y * jax.nn.log_softmax(z)).sum(axis=1).mean()
        return (jax.nn.softplus(z) - y * z).sum(axis=1).mean()

    def right(parameters, x, y):
        z = outputs(parameters, x)
        if example.many_classes:
            return (z.argmax(axis=1) == y.argmax(axis=1)).mean()
        return ((z > 0) == (y > 0.5)).mean()

    def step(carried, rows):
        parameters, velocity = carried
        gradient = jax.grad(cost)(parameters, x[rows], y[rows])
        velocity = jax.tree.map(lambda v, g: momentum * v + g, velocity, gradient)
        moved = jax.tree.map(lambda p, v: p - config.learning_rate * v, parameters, velocity)
        return (moved, velocity), None

    whole = len(x) // config.batch_size * config.batch_size

    @jax.jit
    def make_epoch(carried, order):
        carried, _ = jax.lax.scan(step, carried, order[:whole].reshape(-1, config.batch_size))
        return step(carried, order[whole:])[0] if whole < len(x) else carried

    evaluate = jax.jit(lambda parameters, x, y: (cost(parameters, x, y), right(parameters, x, y)))
    rng = np.random.default_rng(1)
    state = [(parameters, jax.tree.map(jnp.zeros_like, parameters))]

    def epoch() -> None:
        state[0] = make_epoch(state[0], rng.permutation(len(x)))
        found = [evaluate(state[0][0], *part) for part in ((x, y), test)]
        assert all(np.isfinite(float(each)) for pair in found for each in pair)

    return epoch, 1, f"jax {jax.__version__}"


def torch_eager(example: Example, dtype: str) -> Contestant:
    """PyTorch, eager, as most people write it."""
    try:
        import torch
    except ImportError as error:
        raise MissingError("torch isn't installed") from error
    config, sizes = example.state.config, example.state.spec.sizes
    parts: list[torch.nn.Module] = []
    for n_in, n in pairwise(sizes):
        parts += [torch.nn.Linear(n_in, n), torch.nn.Tanh()]
    net = torch.nn.Sequential(*parts[:-1]).to(getattr(torch, dtype))
    sets = [tuple(map(torch.from_numpy, part)) for part in example.sets(dtype)]
    classify = example.many_classes
    cost = torch.nn.CrossEntropyLoss() if classify else torch.nn.BCEWithLogitsLoss()
    momentum = config.optimizer_settings.get("momentum", 0.0)
    descent = torch.optim.SGD(net.parameters(), lr=config.learning_rate, momentum=momentum)
    x, y = sets[0]

    def right(z, y):
        return (z.argmax(1) == y.argmax(1) if classify else (z > 0) == (y > 0.5)).double().mean().item()

    def epoch() -> None:
        for rows in torch.randperm(len(x)).split(config.batch_size):
            descent.zero_grad()
            cost(net(x[rows]), y[rows]).backward()
            descent.step()
        with torch.no_grad():
            for inputs, targets in sets:
                z = net(inputs)
                assert np.isfinite(cost(z, targets).item())
                right(z, targets)

    return epoch, 1, f"torch {torch.__version__}"


def scikit_learn(example: Example, dtype: str) -> Contestant:
    """scikit-learn's multi-layer perceptron, an epoch a call, and its probabilities of both sets."""
    try:
        import sklearn
        from sklearn.metrics import log_loss
        from sklearn.neural_network import MLPClassifier
    except ImportError as error:
        raise MissingError("scikit-learn isn't installed") from error
    config, sizes = example.state.config, example.state.spec.sizes
    net = MLPClassifier(
        hidden_layer_sizes=sizes[1:-1], activation="tanh", solver="sgd", alpha=0.0, batch_size=config.batch_size,
        learning_rate_init=config.learning_rate, momentum=config.optimizer_settings.get("momentum", 0.0),
        nesterovs_momentum=False, random_state=0,
    )  # fmt: skip
    sets = [(x, y.argmax(axis=1) if example.many_classes else y[:, 0] > 0.5) for x, y in example.sets(dtype)]
    classes = np.unique(sets[0][1])
    warnings.simplefilter("ignore")

    def epoch() -> None:
        net.partial_fit(*sets[0], classes=classes)
        for x, labels in sets:
            shares = net.predict_proba(x)
            log_loss(labels, shares, labels=classes)
            np.mean(classes[shares.argmax(axis=1)] == labels)

    return epoch, 1, f"scikit-learn {sklearn.__version__}"


def keras(example: Example, dtype: str) -> Contestant:
    """Keras, on whichever backend it finds: ``fit`` with ``validation_data``.

    It takes the training cost from the batches as they are made, so it evaluates only the test set.
    """
    try:
        import keras
    except ImportError as error:
        raise MissingError("keras isn't installed") from error
    keras.config.set_floatx(dtype)
    config, sizes = example.state.config, example.state.spec.sizes
    last, cost = (
        ("softmax", "categorical_crossentropy")
        if example.many_classes
        else ("sigmoid", "binary_crossentropy")
    )
    layers = [keras.layers.Dense(n, activation="tanh") for n in sizes[1:-1]]
    net = keras.Sequential(
        [keras.Input((sizes[0],)), *layers, keras.layers.Dense(sizes[-1], activation=last)]
    )
    momentum = config.optimizer_settings.get("momentum", 0.0)
    descent = keras.optimizers.SGD(learning_rate=config.learning_rate, momentum=momentum)
    net.compile(optimizer=descent, loss=cost, metrics=["accuracy"])
    (x, y), test = example.sets(dtype)

    def epoch() -> None:
        net.fit(x, y, batch_size=config.batch_size, epochs=1, validation_data=test, verbose=0)

    return epoch, 1, f"keras {keras.__version__} on {keras.backend.backend()}"


def _start(example: Example) -> list[tuple[np.ndarray, np.ndarray]]:
    network = example.state.network()
    return list(zip(network.weights, network.biases, strict=True))


def in_numpy(example: Example, dtype: str) -> Contestant:
    """The program without its compiled engine."""
    return in_numpy_of(program, example, dtype)


CONTESTANTS = {
    "program": program,
    "program in numpy": in_numpy,
    "JAX": jax_scan,
    "PyTorch": torch_eager,
    "scikit-learn": scikit_learn,
    "Keras": keras,
}
