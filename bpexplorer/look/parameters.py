"""How weights and biases are called. No Qt."""

from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.translation import tr


def parameter_name(place: Connection | Neuron) -> str:
    """A weight by its ends, in the network's direction, a bias by its neuron: ``weight 9 → 0 (layers 1 → 2)``."""
    if isinstance(place, Connection):
        layer, target, source = place
        return tr(
            "weight {source} → {target} (layers {before} → {layer})",
            source=source,
            target=target,
            before=layer - 1,
            layer=layer,
        )
    return tr("bias of {place}", place=place)


def index_form(place: Connection | Neuron) -> str:
    """Where it stands in the arrays of a script: ``weights[1][0][9]``."""
    if isinstance(place, Connection):
        layer, target, source = place
        return f"weights[{layer - 1}][{target}][{source}]"
    return f"biases[{place.layer - 1}][{place.index}]"
