"""Samples through the network, for steps and for evaluations alike: layers lie as neurons × samples."""

from bpexplorer.core.engine.compiled.dispatch import activate
from bpexplorer.core.engine.compiled.elementary import fast, inlined
from bpexplorer.core.engine.compiled.products import weighted_inputs


@fast
def gather(data, rows, inputs, as_rows, stride):
    """Copy samples into ``inputs``: as they lie, or as columns, with 0 beyond the samples."""
    columns = data.shape[1]
    if as_rows:
        for s in range(len(rows)):
            sample, into = data[rows[s]], inputs[s * columns : (s + 1) * columns]
            for i in range(columns):  # as a loop it is three times as fast as slice = slice
                into[i] = sample[i]
        return
    for s in range(len(rows)):
        for i in range(columns):
            inputs[i * stride + s] = data[rows[s], i]
    for s in range(len(rows), stride):
        for i in range(columns):
            inputs[i * stride + s] = 0


@fast
def leave_out(factors, values, into):
    """Write what dropout leaves of activations, or of the error on its way back to them."""
    for i in range(len(factors)):
        into[i] = values[i] * factors[i]


@inlined
def forward(
    parameters, sizes, places, layers, passed, activations, blas, held_at, held_dz, factors, samples, stride, z, a, one
):  # fmt: skip
    """Compute z and a of all layers from the inputs in ``a``.

    ``places[l]`` says where the parameters of layer l+1 begin; ``layers[l]`` where layer l begins in z and a, and
    ``passed[l]`` where in ``a`` what it passes on does: elsewhere if ``factors`` say what dropout leaves out of it.
    ``held_at`` says where a neuron lies in z that a demon holds (−1: none), and ``held_dz`` what it adds there.
    """
    nothing = a[:0]
    for l in range(1, len(sizes)):  # noqa: E741 (as in the equations)
        n_in, n = sizes[l - 1], sizes[l]
        w, b = parameters[places[l - 1] : places[l - 1] + n * n_in], parameters[places[l] - n : places[l]]
        before, here = a[passed[l - 1] : passed[l - 1] + n_in * stride], slice(layers[l], layers[l + 1])
        x = before if l == 1 else nothing
        weighted_inputs(w, b, before, z[here], n_in, stride, blas[l - 1], x, samples, one)
        if layers[l] <= held_at < layers[l + 1]:
            for s in range(held_at, held_at + stride):
                z[s] += held_dz
        activate(activations[l - 1], z[here], a[here], stride)
        if passed[l] != layers[l]:  # a itself is what the slope is taken at
            own = passed[l] - layers[-1]
            leave_out(factors[own : own + n * stride], a[here], a[passed[l] : passed[l] + n * stride])
