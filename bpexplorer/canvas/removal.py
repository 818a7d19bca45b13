"""What removing a selection means. No Qt."""

from collections.abc import Iterable

from bpexplorer.core.spec import NetworkSpec, Neuron


def removals(spec: NetworkSpec, selection: Iterable[Neuron]) -> list[tuple[int, tuple[int, ...] | None]]:
    """The requests that remove the hidden neurons of a selection.

    Returns
    -------
    list of (layer, indices)
        Indices of None stand for the whole layer, where all of its neurons are selected. Later layers come first, so
        that the numbers of the others still hold when the requests are carried out one after another.
    """
    chosen: dict[int, set[int]] = {}
    for neuron in selection:
        if neuron.layer in spec.hidden and spec.has(neuron):
            chosen.setdefault(neuron.layer, set()).add(neuron.index)
    return [
        (layer, None if len(indices) == spec.sizes[layer] else tuple(sorted(indices)))
        for layer, indices in sorted(chosen.items(), reverse=True)
    ]
