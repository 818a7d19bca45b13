"""From a code to the entry that it stands for: chains of branches, made of the vocabularies when this is imported.

Each function takes a code first. A chain ends in an error, for a code that no entry has.
"""

import numpy as np
from numba import njit

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.compiled_forms import LayerForm
from bpexplorer.core.costs import COSTS
from bpexplorer.core.engine.compiled.codes import codes
from bpexplorer.core.engine.compiled.elementary import FAST, TOOLS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.output import stable_form

#: What the engine of this process knows: an entry that is added from here on has no branch.
CODES = codes()


def _chain(functions, code=0):
    """One function that hands what follows the code on to the function with that code."""
    own = functions[code]
    if code + 1 == len(functions):

        @njit(fastmath=FAST, error_model="numpy")
        def call_last(chosen, *arguments):
            if chosen != code:
                raise ValueError("no entry has this code")
            return own(*arguments)

        return call_last

    others = _chain(functions, code + 1)

    @njit(fastmath=FAST, error_model="numpy")
    def call(chosen, *arguments):
        if chosen == code:
            return own(*arguments)
        return others(chosen, *arguments)

    return call


def _form(one):
    """The compiled form of an entry, or of a pair, that has one."""
    return one.compiled(TOOLS)


def _layer_form(form):
    """An activation of whole layers, from that of a number."""
    if isinstance(form, LayerForm):
        return form
    value_of_one, back_of_one = form.value, form.back

    @njit(fastmath=FAST, error_model="numpy")
    def value(z, a, _stride):
        for i in range(len(z)):
            a[i] = value_of_one(z[i])

    @njit(fastmath=FAST, error_model="numpy")
    def back(z, a, u, _stride):
        for i in range(len(z)):
            u[i] = back_of_one(u[i], z[i], a[i])

    return LayerForm(value, back)


def _over_outputs(cost_and_slope):
    """The cost of all outputs and samples, from that of one output; a loop for each cost, so that it takes vectors."""

    @njit(fastmath=FAST, error_model="numpy")
    def costs_and_slopes(a, y, slopes, samples, stride):
        total = 0.0
        for j in range(len(a) // stride):
            for s in range(j * stride, j * stride + samples):
                c, slope = cost_and_slope(np.float64(a[s]), np.float64(y[s]))
                total += c
                slopes[s] = slope
        return total

    return costs_and_slopes


_activations = [_layer_form(_form(ACTIVATIONS[name])) for name in CODES.activations]
_pairs = [_form(stable_form(COSTS[cost], ACTIVATIONS[output])) for cost, output in CODES.pairs]

#: Write a for z, of z, a and the stride: both one after the other neuron by neuron, ``stride`` samples each.
activate = _chain([form.value for form in _activations])
#: Turn u into Jᵀu in place, of z, a, u and the stride.
carry_back = _chain([form.back for form in _activations])
#: Write ∇_aC and return the sum of the costs, of a, y, the array for ∇_aC, the number of samples and the stride.
costs_and_slopes = _chain([_over_outputs(_form(COSTS[name]).cost_and_slope) for name in CODES.costs])
#: Write δ^L and return the sum of the costs, of z, a, y, delta, the number of samples and the stride.
pair_cost_and_error = _chain([form.cost_and_error for form in _pairs])
#: Write into ``after`` what ``now`` becomes, and say whether all is finite; see ``compiled_forms.OptimizerForm``.
update = _chain([_form(OPTIMIZERS[name]).step for name in CODES.optimizers])
