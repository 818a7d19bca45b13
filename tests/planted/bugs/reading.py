"""Bugs in what is read off a network: the demon, the routes, checks, metrics, diagnostics."""

from typing import Final

from tests.planted.planting import Bug

DEMON = ("unit/core/test_demon.py", "unit/core/test_demon_reading.py", "unit/core/test_demon_gap.py")

BUGS: Final = (
    Bug(
        name="the demon changes the network",
        where="perturb",
        old="z = before.zs[layer - 1].copy()",
        new="z = before.zs[layer - 1].copy()\n    net.biases[layer - 1][neuron] += dz",
        tests=DEMON,
    ),
    Bug(
        name="the demon changes what it compares with",
        where="perturb",
        old="z = before.zs[layer - 1].copy()",
        new="z = before.zs[layer - 1]",
        tests=DEMON,
    ),
    Bug(
        name="the demon predicts with the mean δ, not the sample's",
        where="perturb",
        old="predicted=delta * dz",
        new="predicted=np.full_like(delta, delta.mean() * dz)",
        tests=DEMON,
    ),
    Bug(
        name="the demon's curve compares with another sample's target",
        where="cost_curve",
        old="np.tile(y, (len(shifts), 1))",
        new="np.repeat(y, len(shifts), axis=0)",
        tests=DEMON,
    ),
    Bug(
        name="the demon's cost before is that of another Δz",
        where="read_demon",
        old="before = float(curve[np.searchsorted(dzs, 0.0)])",
        new="before = float(curve[np.searchsorted(dzs, dz)])",
        tests=DEMON,
    ),
    Bug(
        name="the demon's δ of the batch is that of one sample",
        where="read_demon",
        old="delta=float(reading.delta.mean())",
        new="delta=float(reading.delta[0])",
        tests=DEMON,
    ),
    Bug(
        name="at the lowest point of the curve a gap is named",
        where="judge",
        old="if _is_extreme(predicted, actual, opposite, dip=lowest):",
        new="if _is_extreme(predicted, actual, opposite, dip=-lowest):",
        tests=("unit/core/test_demon_verdict.py",),
    ),
    Bug(
        name="what is only rounding of C is called a gap",
        where="judge",
        old="if max(abs(predicted), abs(actual)) <= rounding:",
        new="if max(abs(predicted), abs(actual)) <= 0.0:",
        tests=("unit/core/test_demon_verdict.py",),
    ),
    Bug(
        name="a gap at a kink is taken for a bend",
        where="_crosses_kink",
        old="crosses |= ((z > kink) != (changed > kink)).any(axis=-1)",
        new="crosses |= ((z > kink) & (changed > kink)).any(axis=-1)",
        tests=("unit/core/test_demon_verdict.py",),
    ),
    Bug(
        name="routes: the gate is left out",
        where="_hidden_routes",
        old="terms=trace.deltas[layer] * path",
        new="terms=trace.deltas[layer] * weights_next[:, neuron]",
        tests=("unit/core/test_routes.py",),
    ),
    Bug(
        name="routes: through softmax only the own term lives",
        where="_softmax_log_likelihood_terms",
        old="return y * (a[..., neuron, np.newaxis] - unit_change(a, neuron))",
        new="return y * (a[..., neuron, np.newaxis] - unit_change(a, neuron)) * (np.arange(y.shape[-1]) == neuron)",
        tests=("unit/core/test_routes.py",),
    ),
    Bug(
        name="the gradient check passes if one array does",
        where="GradientCheck.passed",
        old="return all(array.passed for array in self.arrays)",
        new="return any(array.passed for array in self.arrays)",
        tests=("unit/core/test_gradient_check.py",),
    ),
    Bug(
        name="the confusion matrix is transposed",
        where="confusion_matrix",
        old="np.bincount(labels * classes + predicted",
        new="np.bincount(predicted * classes + labels",
        tests=("unit/core/test_metrics.py",),
    ),
    Bug(
        name="R² compares with 0, not with the mean",
        where="metrics._fit",
        old="np.square(targets - targets.mean(axis=0)).sum()",
        new="np.square(targets).sum()",
        tests=("unit/core/test_metrics.py",),
    ),
    Bug(
        name="the flow of δ is upside down",
        where="_layer_flow",
        old="ratio=share(rms, rms_next)",
        new="ratio=share(rms_next, rms)",
        tests=("unit/core/test_diagnostics.py",),
    ),
    Bug(
        name="twins are found by the weights into them alone",
        where="neurons.twins",
        old="net.biases[layer - 1], net.weights[layer].T])",
        new="net.biases[layer - 1]])",
        tests=("unit/core/test_diagnostics.py",),
    ),
    Bug(
        name="the next step is foreseen from the epoch's first batch",
        where="make_next_step",
        old="order, state.position, np.array([learning_rate])",
        new="order, 0, np.array([learning_rate])",
        tests=("unit/core/test_next_step.py",),
    ),
    Bug(
        name="the next step is foreseen without the demon that is held",
        where="make_next_step",
        old="after = stepper.network if state.held is None else state.held.on(stepper.network)",
        new="after = stepper.network",
        tests=("unit/core/test_next_step.py",),
    ),
    Bug(
        name="an output map is upside down",
        where="read_maps",
        old="np.meshgrid(axes[0], axes[1][::-1])",
        new="np.meshgrid(axes[0], axes[1])",
        tests=("unit/core/test_output_maps.py",),
    ),
    Bug(
        name="the forecast of a step leaves the biases out",
        where="_along",
        old="by_weights.sum() + by_biases.sum()",
        new="by_weights.sum()",
        tests=("unit/core/test_diagnostics.py",),
    ),
    Bug(
        name="finite differences are counted without the undisturbed pass",
        where="count_gradient",
        old="(spec.parameter_count + 1) * passed",
        new="spec.parameter_count * passed",
        tests=("unit/core/test_reuse.py",),
    ),
    Bug(
        name="numpy speaks of what overflows in a command",
        where="commands.run",
        old='@np.errstate(all="ignore")',
        new='@np.errstate(all="warn")',
        tests=("unit/test_overflow.py",),
    ),
)
