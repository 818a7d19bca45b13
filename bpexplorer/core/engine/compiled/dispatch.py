"""From a code to the entry that it stands for: one switch for each thing to do, made of the vocabularies at import.

Each function takes a code first, and raises ValueError for one that no entry has.
"""

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.engine.compiled.codes import codes
from bpexplorer.core.engine.compiled.elementary import TOOLS, fast, strict
from bpexplorer.core.engine.compiled.switch import switch
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.output import stable_form
from bpexplorer.core.vocabularies.compiled_forms import LayerForm

#: What the engine of this process knows: an entry that is added from here on has no branch.
CODES = codes()
#: Bytes of a number of single precision.
_SINGLE = np.dtype(np.float32).itemsize


def _form(one):
    """The compiled form of an entry, or of a pair, that has one."""
    return one.compiled(TOOLS)


def _layer_form(form):
    """An activation of whole layers, from that of a number."""
    if isinstance(form, LayerForm):
        return form
    value_of_one, back_of_one = form.value, form.back

    @fast
    def value(z, a, _stride):
        for i in range(len(z)):
            a[i] = value_of_one(z[i])

    @fast
    def back(z, a, u, _stride):
        for i in range(len(z)):
            u[i] = back_of_one(u[i], z[i], a[i])

    return LayerForm(value, back)


def _layer_cost(form):
    """A cost of whole layers, from that of a number: writes ∇_a C, and returns the sum of the costs.

    The order in which numbers are added decides about the last bit. Single precision adds one after the other, double
    precision several at a time, as they did before entries had forms: so older projects go on to the bit.
    """
    cost_and_slope = form.cost_and_slope

    def summed(a, y, gradient, samples, stride):
        total = 0.0
        for j in range(len(a) // stride):
            for s in range(j * stride, j * stride + samples):
                c, slope = cost_and_slope(np.float64(a[s]), np.float64(y[s]))
                total += c
                gradient[s] = slope
        return total

    one_by_one, several_at_a_time = strict(summed), fast(summed)

    @fast
    def cost_and_gradient(a, y, gradient, samples, stride):
        if a.itemsize == _SINGLE:
            return one_by_one(a, y, gradient, samples, stride)
        return several_at_a_time(a, y, gradient, samples, stride)

    return cost_and_gradient


_activations = [_layer_form(_form(ACTIVATIONS[name])) for name in CODES.activations]
_costs = [_layer_cost(_form(COSTS[name])) for name in CODES.costs]
_pairs = [_form(stable_form(COSTS[cost], ACTIVATIONS[output])) for cost, output in CODES.pairs]

#: Write a for z, of z, a and the stride: both one after the other neuron by neuron, ``stride`` samples each.
activate = switch([form.value for form in _activations])
#: Turn u into Jᵀu in place, of z, a, u and the stride.
carry_back = switch([form.back for form in _activations])
#: Write ∇_a C and return the sum of the costs, of a, y, the gradient, the number of samples and the stride.
cost_and_gradient = switch(_costs)
#: Write δ^L and return the sum of the costs, of z, a, y, delta, the number of samples and the stride.
pair_cost_and_error = switch([form.cost_and_error for form in _pairs])
#: Write into ``after`` what ``now`` becomes, and say whether all is finite; see ``compiled_forms.OptimizerForm``.
update = switch([_form(OPTIMIZERS[name]).step for name in CODES.optimizers])
