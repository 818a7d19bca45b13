"""Where layers, neurons, edges and buttons lie, and what is found at a point."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpexplorer.canvas.layout import Control, Layout, Part
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.spec import Connection, NetworkSpec, Neuron


def spec_of(*sizes: int) -> NetworkSpec:
    return NetworkSpec.create(sizes, ["tanh"] * (len(sizes) - 1))


def place(layout: Layout, neuron: Neuron) -> tuple[float, float]:
    x, y = layout.boxes[neuron.layer].centres[neuron.index].tolist()
    return x, y


@given(st.lists(st.integers(1, 300), min_size=2, max_size=9), st.data())
def test_every_neuron_is_found_at_its_own_middle(sizes: list[int], data: st.DataObject) -> None:
    layout = Layout.create(spec_of(*sizes))
    layer = data.draw(st.integers(0, len(sizes) - 1))
    neuron = Neuron(layer, data.draw(st.integers(0, sizes[layer] - 1)))
    assert layout.hit(*place(layout, neuron)) == neuron


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=64).filter(lambda sizes: max(sizes) <= 4096))
def test_layers_buttons_and_pictures_of_weights_never_overlap(sizes: list[int]) -> None:
    layout = Layout.create(spec_of(*sizes))
    rects = [box.rect for box in layout.boxes] + [*layout.controls.values(), *layout.matrices.values()]
    lefts, tops, rights, bottoms = np.array(rects).T
    apart = (
        (rights[:, None] <= lefts[None] + 1e-9)
        | (rights[None] <= lefts[:, None] + 1e-9)
        | (bottoms[:, None] <= tops[None] + 1e-9)
        | (bottoms[None] <= tops[:, None] + 1e-9)
    )
    assert (apart | np.eye(len(rects), dtype=bool)).all()


def test_sixteen_neurons_are_a_column_and_seventeen_a_grid() -> None:
    layout = Layout.create(spec_of(16, 17, 1))
    assert layout.boxes[0].grid is None
    assert layout.boxes[1].grid == (4, 5)
    assert (
        layout.hit(layout.boxes[1].rect.right - 1, layout.boxes[1].rect.bottom - 1) is None
    )  # cell 19 of 17


def test_plus_stays_under_the_mouse_while_neurons_are_added() -> None:
    """The view shows ``bounds``; as long as they are the same, nothing moves on the screen."""
    few, more = Layout.create(spec_of(2, 1, 1)), Layout.create(spec_of(2, 16, 1))
    assert few.bounds == more.bounds
    assert few.controls == more.controls


def test_without_room_for_more_neurons_a_small_network_is_shown_larger() -> None:
    roomy, at_rest = (Layout.create(spec_of(2, 3, 1), at_rest=each) for each in (False, True))
    assert at_rest.bounds.height < 0.6 * roomy.bounds.height
    assert at_rest.bounds.width == roomy.bounds.width
    for sizes in ((2, 16, 1), (64, 3, 1)):
        assert Layout.create(spec_of(*sizes), at_rest=True).bounds == Layout.create(spec_of(*sizes)).bounds


def test_an_image_keeps_its_shape() -> None:
    assert Layout.create(spec_of(60, 3), image_shape=(5, 12)).boxes[0].grid == (5, 12)
    assert Layout.create(spec_of(60, 3), image_shape=(8, 8)).boxes[0].grid == (
        8,
        8,
    )  # doesn't fit: near-square


def test_input_and_output_have_no_plus_and_minus() -> None:
    controls = Layout.create(spec_of(2, 4, 3, 1)).controls
    sized = {control.layer for control in controls if control.part in (Part.ADD, Part.REMOVE)}
    inserted = {control.layer for control in controls if control.part is Part.INSERT}
    assert sized == {1, 2}
    assert inserted == {1, 2, 3}


def test_a_button_is_found_where_it_is_drawn() -> None:
    layout = Layout.create(spec_of(2, 4, 3, 1), [(0, 0), (30, -40)])
    for control, rect in layout.controls.items():
        assert layout.hit(*rect.centre) == control


def test_a_moved_layer_takes_its_header_with_it() -> None:
    before, after = Layout.create(spec_of(2, 4, 1)), Layout.create(spec_of(2, 4, 1), [(0, 0), (30, -40)])
    np.testing.assert_allclose(after.boxes[1].centres, before.boxes[1].centres + np.array([30, -40]))
    np.testing.assert_allclose(
        after.controls[Control(Part.HEADER, 1)], before.controls[Control(Part.HEADER, 1)].moved(30, -40)
    )
    np.testing.assert_allclose(after.boxes[2].centres, before.boxes[2].centres)


@pytest.mark.parametrize("away", [0.0, 2.0, -2.0])
def test_an_edge_is_hit_beside_its_line_too(away: float) -> None:
    layout = Layout.create(spec_of(2, 3, 1))
    (x1, y1), (x2, y2) = place(layout, Neuron(1, 2)), place(layout, Neuron(2, 0))
    # A quarter of the way no other edge is near.
    assert layout.hit(x1 + (x2 - x1) / 4, y1 + (y2 - y1) / 4 + away) == Connection(2, 0, 2)
    assert layout.hit(x1 + (x2 - x1) / 4, y1 + (y2 - y1) / 4 + 14.0) is None


def test_edges_of_a_grid_are_there_for_the_selected_neuron_only() -> None:
    layout = Layout.create(spec_of(64, 3, 1))
    (x1, y1), (x2, y2) = place(layout, Neuron(0, 60)), place(layout, Neuron(1, 1))
    near_target = x1 + 0.9 * (x2 - x1), y1 + 0.9 * (y2 - y1)
    assert not layout.is_bundled(1)
    assert layout.hit(*near_target) is None
    hit = layout.hit(*near_target, selected=Neuron(1, 1))
    assert isinstance(hit, Connection)
    assert (hit.layer, hit.target) == (1, 1)


def test_a_rectangle_holds_the_neurons_whose_middle_is_inside() -> None:
    layout = Layout.create(spec_of(2, 4, 1))
    x, y = place(layout, Neuron(1, 1))
    _, below = place(layout, Neuron(1, 2))
    assert layout.neurons_in(Rect.spanned((x + 5, below + 1), (x - 5, y - 1))) == (Neuron(1, 1), Neuron(1, 2))


def test_arrows_walk_through_columns_grids_and_layers() -> None:
    layout = Layout.create(spec_of(20, 4, 1))  # the input is a grid of 4 × 5
    assert layout.neighbour(Neuron(0, 0), right=1) == Neuron(0, 1)
    assert layout.neighbour(Neuron(0, 0), down=1) == Neuron(0, 5)
    assert layout.neighbour(Neuron(0, 9), right=1).layer == 1
    assert layout.neighbour(Neuron(1, 0), down=-1) == Neuron(1, 0)
    assert layout.neighbour(Neuron(1, 3), right=1) == Neuron(2, 0)
    assert layout.neighbour(Neuron(2, 0), right=1) == Neuron(2, 0)
    assert layout.neighbour(Neuron(1, 0), right=-1) in {Neuron(0, index) for index in (4, 9)}


@pytest.mark.parametrize("sizes", [(64, 14, 10, 10), (2, 1, 1), (100, 200, 10), (4, *([8] * 9), 3)])
def test_names_and_buttons_above_the_layers_are_large_enough_to_hit(sizes: tuple[int, ...]) -> None:
    for control, rect in Layout.create(spec_of(*sizes)).controls.items():
        assert min(rect.right - rect.left, rect.bottom - rect.top) >= 24, control


def test_only_hidden_layers_have_a_plus_and_a_minus() -> None:
    controls = Layout.create(spec_of(64, 14, 10, 10)).controls
    for part in (Part.ADD, Part.REMOVE):
        assert {control.layer for control in controls if control.part is part} == {1, 2}


def test_between_two_grids_stands_a_picture_of_the_weights() -> None:
    layout = Layout.create(spec_of(64, 30, 17, 16, 20))
    assert layout.matrices.keys() == {1, 2}
    assert not any(layout.is_bundled(layer) for layer in layout.matrices)
    # A hundred thousand weights are a picture, more aren't.
    assert Layout.create(spec_of(1000, 100, 1)).matrices.keys() == {1}
    assert not Layout.create(spec_of(1000, 101, 1)).matrices


@pytest.mark.parametrize("offsets", [[], [(0.0, 0.0), (30.0, -40.0)]])
def test_each_weight_is_found_in_its_picture(offsets: list[tuple[float, float]]) -> None:
    layout = Layout.create(spec_of(64, 30, 17, 10), offsets)
    for layer, (rows, columns) in {1: (30, 64), 2: (17, 30)}.items():
        for row in range(rows):
            for column in range(columns):
                x, y = layout.matrix_cell(layer, row, column).centre
                assert layout.hit(x, y) == Connection(layer, row, column)
        corners = layout.matrix_cell(layer, 0, 0).united(layout.matrix_cell(layer, rows - 1, columns - 1))
        np.testing.assert_allclose(corners, layout.matrices[layer])


@pytest.mark.parametrize("layers", [8, 30, 64])
@pytest.mark.parametrize("hidden", [2, 8, 16, 17, 60])
def test_a_deep_network_is_as_high_as_its_width_allows(layers: int, hidden: int) -> None:
    layout = Layout.create(spec_of(8, *[hidden] * (layers - 2), 4))
    bounds, boxes = layout.bounds, layout.boxes[1:-1]
    assert bounds.width / bounds.height < 3.0
    # Cells are square and no wider than a layer: few of them are less high than circles can stand apart.
    least = {2: 0.2, 17: 0.2}.get(hidden, 0.5)
    assert min(box.rect.height for box in boxes) > least * bounds.height
    # What is drawn grows with it: a circle or cell takes a good part of its layer's share of the width.
    assert min(box.half for box in boxes) > 0.06 * bounds.width / layers


def test_a_network_of_six_layers_is_as_it_was_at_first() -> None:
    layout = Layout.create(spec_of(2, 16, 4, 3, 16, 1))
    first, last = place(layout, Neuron(1, 0)), place(layout, Neuron(1, 15))
    assert last[1] - first[1] == 440.0
    assert {box.half for box in layout.boxes} == {12.0}
