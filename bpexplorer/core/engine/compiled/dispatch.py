"""From a code to the entry that it stands for: chains of branches, made of the vocabularies when this is imported.

Each function takes a code first. A chain ends in an error, for a code that no entry has.
"""

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


def _chain(functions, branch):
    """One function that hands what follows a code on to the function with that code.

    ``branch`` makes the branch of one code, and of those behind it. There is one for each number of arguments: numba
    counts the references to arrays that go through ``*arguments``, and that takes longer than a small layer.
    """
    chain = None
    for code in reversed(range(len(functions))):
        chain = branch(code, functions[code], chain)
    return chain


@njit(error_model="numpy")
def _check(chosen, last):
    if chosen != last:
        raise ValueError("no entry has this code")


def _of_three(code, own, others):
    if others is None:

        @njit(fastmath=FAST, error_model="numpy")
        def last(chosen, a, b, c):
            _check(chosen, code)
            return own(a, b, c)

        return last

    @njit(fastmath=FAST, error_model="numpy")
    def branch(chosen, a, b, c):
        if chosen == code:
            return own(a, b, c)
        return others(chosen, a, b, c)

    return branch


def _of_four(code, own, others):
    if others is None:

        @njit(fastmath=FAST, error_model="numpy")
        def last(chosen, a, b, c, d):
            _check(chosen, code)
            return own(a, b, c, d)

        return last

    @njit(fastmath=FAST, error_model="numpy")
    def branch(chosen, a, b, c, d):
        if chosen == code:
            return own(a, b, c, d)
        return others(chosen, a, b, c, d)

    return branch


def _of_six(code, own, others):
    if others is None:

        @njit(fastmath=FAST, error_model="numpy")
        def last(chosen, a, b, c, d, e, f):
            _check(chosen, code)
            return own(a, b, c, d, e, f)

        return last

    @njit(fastmath=FAST, error_model="numpy")
    def branch(chosen, a, b, c, d, e, f):
        if chosen == code:
            return own(a, b, c, d, e, f)
        return others(chosen, a, b, c, d, e, f)

    return branch


def _of_numbers(code, own, others):
    """Without a check, in the innermost loop, which wants to take vectors: ``check_cost`` stands before it."""
    if others is None:

        @njit(fastmath=FAST, error_model="numpy")
        def last(_chosen, *numbers):
            return own(*numbers)

        return last

    @njit(fastmath=FAST, error_model="numpy")
    def branch(chosen, *numbers):
        if chosen == code:
            return own(*numbers)
        return others(chosen, *numbers)

    return branch


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


_activations = [_layer_form(_form(ACTIVATIONS[name])) for name in CODES.activations]
_pairs = [_form(stable_form(COSTS[cost], ACTIVATIONS[output])) for cost, output in CODES.pairs]

#: Write a for z, of z, a and the stride: both one after the other neuron by neuron, ``stride`` samples each.
activate = _chain([form.value for form in _activations], _of_three)
#: Turn u into Jᵀu in place, of z, a, u and the stride.
carry_back = _chain([form.back for form in _activations], _of_four)
#: Write δ^L and return the sum of the costs, of z, a, y, delta, the number of samples and the stride.
pair_cost_and_error = _chain([form.cost_and_error for form in _pairs], _of_six)
#: Write into ``after`` what ``now`` becomes, and say whether all is finite; see ``compiled_forms.OptimizerForm``.
update = _chain([_form(OPTIMIZERS[name]).step for name in CODES.optimizers], _of_six)
#: What one output adds to C, and ∂C/∂a, of a and y.
cost_and_slope = _chain([_form(COSTS[name]).cost_and_slope for name in CODES.costs], _of_numbers)
_cost_count = len(CODES.costs)


@njit(error_model="numpy")
def check_cost(chosen):
    """Raise ValueError for a code of no cost."""
    if not 0 <= chosen < _cost_count:
        raise ValueError("no entry has this code")
