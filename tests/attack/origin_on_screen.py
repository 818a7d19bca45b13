"""What *Where δ comes from* shows of one sample, read from its table and foot, held against the core's own numbers."""

import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import Trace
from bpexplorer.core.network import Network
from bpexplorer.core.types import FloatArray
from bpexplorer.panels.origin.table import OriginTableView
from tests import shown
from tests.windows import Desk


def check_origin(desk: Desk, network: Network, trace: Trace, told: str) -> int:
    """Hold δ of the selected neuron, what it is made of and what that comes to; gives how many terms could be read."""
    session = desk.window.document.session.state
    neuron, row = session.primary, session.sample
    if neuron is None or neuron.layer == 0 or not desk.find_all("origin_delta"):
        return 0
    layer, j = neuron.layer, neuron.index
    _says(desk, "origin_delta", trace.deltas[layer - 1][row, j], told)
    if layer == network.depth:
        return 0
    weights, deltas = network.weights[layer][:, j], trace.deltas[layer][row]
    z, a = trace.zs[layer - 1], trace.activations[layer - 1]
    _says(desk, "origin_sum", float(weights @ deltas), told)
    slope = ACTIVATIONS[network.activations[layer - 1]].derivative(z[[row]], a[[row]])[0, j]
    _says(desk, "origin_slope", slope, told)
    return _check_terms(desk, (weights, deltas, weights * deltas), told)


def _check_terms(desk: Desk, columns: tuple[FloatArray, ...], told: str) -> int:
    table = desk.find("origin_table")
    assert isinstance(table, OriginTableView)
    model, seen = table.model(), []
    for row in range(model.rowCount()):
        k, *texts = (str(model.index(row, column).data()) for column in range(1 + len(columns)))
        seen.append(int(k))
        for text, values in zip(texts, columns, strict=True):
            assert shown.number(text) == _near(values[int(k)]), (text, values, k, told)
    assert len(set(seen)) == len(seen), told
    if desk.find_all("origin_rest") and (rest := desk.text("origin_rest")):
        others = [term for k, term in enumerate(columns[-1]) if k not in seen]
        assert shown.number(rest) == _near(sum(others)), told
    else:
        assert len(seen) == len(columns[0]), told
    return len(seen)


def _says(desk: Desk, name: str, value: float, told: str) -> None:
    text = desk.text(name)
    assert shown.number(text) == _near(value), f"{name}: {text}, not {value} after {told}"


def _near(value: float) -> object:
    """As exact as decimals are: the fourth is rounded, or the third significant digit of what is smaller."""
    return pytest.approx(float(value), abs=5.1e-5, rel=6e-3, nan_ok=True)
