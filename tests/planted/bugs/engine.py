"""Bugs in the engine, which makes the steps: the four equations once more, in arrays that are allocated once."""

from typing import Final

from tests.planted.planting import Bug

TESTS = (
    "unit/core/test_trainer.py",
    "unit/core/test_training_properties.py",
    "unit/core/engine/test_in_place.py",
    "unit/core/engine/test_numpy_stepper.py",
)

BUGS: Final = (
    Bug(
        name="engine: σ′ is missing",
        where="NumpyStepper._into_error",
        old="self._functions[layer - 1].vjp_into(z, a, u)",
        new="pass",
        tests=TESTS,
    ),
    Bug(
        name="engine: W is transposed where that fits",
        where="NumpyStepper._go_backward",
        old="np.matmul(deltas[l], weights[l], out=deltas[l - 1])",
        new="w = weights[l]\n"
        "                np.matmul(deltas[l], w.T if len(w) == w.shape[1] else w, out=deltas[l - 1])",
        tests=TESTS,
    ),
    Bug(
        name="engine: BP3 takes the mean twice",
        where="NumpyStepper._go_backward",
        old="np.sum(deltas[l], axis=0, out=into.biases[l])",
        new="np.mean(deltas[l], axis=0, out=into.biases[l])",
        tests=TESTS,
    ),
    Bug(
        name="engine: a step works on the samples of the first batch",
        where="NumpyStepper.make_steps",
        old="position += len(rows)",
        new="pass",
        tests=TESTS,
    ),
    Bug(
        name="engine: moments count each call's steps from 1",
        where="NumpyStepper.make_steps",
        old="moment_steps + index + 1",
        new="index + 1",
        tests=TESTS,
    ),
    Bug(
        name="engine: every block is updated by the first one's gradient",
        where="NumpyStepper._update",
        old="np.copyto(gradient, changed[0])",
        new="np.copyto(gradient, changed[0] if block.start == 0 else gradient)",
        tests=TESTS,
    ),
    Bug(
        name="engine: the last block is never looked at for numbers that aren't finite",
        where="NumpyStepper._update",
        old="finite = finite and _all_finite(changed)",
        new="finite = finite and (block.stop == before.shape[1] or _all_finite(changed))",
        tests=TESTS,
    ),
    Bug(
        name="engine: sigmoid's derivative is 1 − a",
        where="Sigmoid.vjp_into",
        old="np.subtract(1, a, out=z)\n        z *= a",
        new="np.subtract(1, a, out=z)",
        tests=TESTS,
    ),
    Bug(
        name="engine: tanh's derivative is 1 + a²",
        where="Tanh.vjp_into",
        old="np.subtract(1, z, out=z)",
        new="np.add(1, z, out=z)",
        tests=TESTS,
    ),
    Bug(
        name="engine: ReLU lets every error through",
        where="ReLU.vjp_into",
        old="np.greater(a, 0, out=z)",
        new="np.greater_equal(a, 0, out=z)",
        tests=TESTS,
    ),
    Bug(
        name="engine: softmax's J is taken for diagonal",
        where="Softmax.vjp_into",
        old="np.multiply(a, u, out=z)\n        u -= z.sum(axis=1, keepdims=True)\n        u *= a",
        new="u *= a * (1 - a)",
        tests=TESTS,
    ),
    Bug(
        name="engine: softmax without the shift",
        where="Softmax.value_into",
        old="np.subtract(z, z.max(axis=1, keepdims=True), out=a)",
        new="np.copyto(a, z)",
        tests=TESTS,
    ),
    Bug(
        name="engine: the held demon shifts a only, not what it makes of δ",
        where="NumpyStepper._go_forward",
        old="z[:, held.neuron.index] += held.dz",
        new="work.activations[l + 1][:, held.neuron.index] += held.dz",
        tests=("unit/core/test_held_demon.py",),
    ),
    Bug(
        name="engine: the held demon is one layer too far",
        where="NumpyStepper._go_forward",
        old="held.neuron.layer == l + 1",
        new="held.neuron.layer == l",
        tests=("unit/core/test_held_demon.py",),
    ),
    Bug(
        name="the held demon changes the network's own biases",
        where="HeldDemon.on",
        old="biases[layer - 1] = biases[layer - 1].copy()",
        new="pass",
        tests=("unit/core/test_held_demon.py",),
    ),
    Bug(
        name="the held demon stays where its neuron was",
        where="ParametersEdit._map_held",
        old="return None if held is None or neuron is None else replace(held, neuron=neuron)",
        new="return None if held is None or neuron is None else held",
        tests=("unit/core/test_held_demon.py",),
    ),
    Bug(
        name="engine: decay moves what is frozen",
        where="NumpyStepper._step_on",
        old="self._next.planes[:, self._fixed] = self._now.planes[:, self._fixed]",
        new="pass",
        tests=("unit/core/test_masks.py",),
    ),
    Bug(
        name="engine: what is frozen counts where the gradient is clipped",
        where="NumpyStepper._propagate",
        old="self._next.planes[0, self._fixed] = 0.0",
        new="pass",
        tests=("unit/core/test_masks.py",),
    ),
    Bug(
        name="engine: δ goes back through neurons that dropout left out",
        where="NumpyStepper._go_backward",
        old="np.multiply(deltas[l - 1], factors[l], out=deltas[l - 1])",
        new="pass",
        tests=("unit/core/test_dropout.py",),
    ),
    Bug(
        name="engine: dropout draws the same factors in every step",
        where="NumpyStepper._step_on",
        old="self._step += 1",
        new="pass",
        tests=("unit/core/test_dropout.py",),
    ),
    Bug(
        name="engine: a held Δz isn't added",
        where="NumpyStepper._go_forward",
        old="z[:, held.neuron.index] += held.dz",
        new="pass",
        tests=("unit/core/test_held_demon.py",),
    ),
    Bug(
        name="a damaged file of the compiled engine is loaded",
        where="cache._damage",
        old="if not path.is_file() or _sha256(path) != digest:",
        new="if not path.is_file():",
        tests=("unit/core/engine/test_cache.py",),
    ),
    Bug(
        name="a run goes on under the name of the engine that it lost",
        where="Trainer._steps_of_engine",
        old="            self._take_engine(engine)\n",
        new="",
        tests=("unit/core/engine/test_cache.py",),
    ),
    Bug(
        name="drawing keeps the interpreter for 5 ms while training waits",
        where="LiveController.start",
        old="sys.setswitchinterval(TURN_SECONDS)",
        new="pass",
        tests=("gui/live/test_controller.py",),
    ),
)
