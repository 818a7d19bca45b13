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


def _dispatcher(functions):
    """One function that hands what follows a code on to the function with that code; ValueError for a code of none."""
    call, count = _chain(functions), len(functions)

    @njit(fastmath=FAST, error_model="numpy")
    def dispatch(code, *arguments):
        _check(code, count)
        return call(code, *arguments)

    return dispatch


def _chain(functions, own_code=0):
    """The same for codes that have been checked: a branch for each function but the last."""
    own = functions[own_code]
    if own_code + 1 == len(functions):

        @njit(fastmath=FAST, error_model="numpy")
        def call_last(_code, *arguments):
            return own(*arguments)

        return call_last

    others = _chain(functions, own_code + 1)

    @njit(fastmath=FAST, error_model="numpy")
    def call(code, *arguments):
        if code == own_code:
            return own(*arguments)
        return others(code, *arguments)

    return call


@njit(error_model="numpy")
def _check(code, count):
    if not 0 <= code < count:
        raise ValueError("no entry has this code")


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
activate = _dispatcher([form.value for form in _activations])
#: Turn u into Jᵀu in place, of z, a, u and the stride.
carry_back = _dispatcher([form.back for form in _activations])
#: Write δ^L and return the sum of the costs, of z, a, y, delta, the number of samples and the stride.
pair_cost_and_error = _dispatcher([form.cost_and_error for form in _pairs])
#: Write into ``after`` what ``now`` becomes, and say whether all is finite; see ``compiled_forms.OptimizerForm``.
update = _dispatcher([_form(OPTIMIZERS[name]).step for name in CODES.optimizers])

_costs = [_form(COSTS[name]).cost_and_slope for name in CODES.costs]
_cost_count = len(_costs)
#: What one output adds to C, and ∂C/∂a, of a and y. The code isn't checked here, in the innermost loop, which wants to
#: take vectors: ``check_cost`` does it before.
cost_and_slope = _chain(_costs)


@njit(error_model="numpy")
def check_cost(code):
    """Raise ValueError for a code of no cost."""
    _check(code, _cost_count)
