"""The instruments of the laboratory in the window: they show what the core says, and what they do can be undone."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from bpexplorer.core.readings.laboratory.histograms import Counted, read_histograms
from bpexplorer.core.readings.laboratory.silence import read_silence
from bpexplorer.core.readings.laboratory.slices import read_slices
from bpexplorer.core.readings.laboratory.tug import read_tug
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.acts.looking import Select, ShowPage
from bpexplorer.look import numbers
from bpexplorer.panels.activation.panel import ActivationPanel
from bpexplorer.panels.delta.scatter import ScatterPanel
from bpexplorer.panels.histograms.view import Histogram
from bpexplorer.panels.origin.layer_page import LayerPanel
from bpexplorer.panels.shared.paged import PagedPanel
from bpexplorer.panels.shared.plots.dots import DotPlot
from bpexplorer.panels.shared.tables.cell_table import CellTable
from bpexplorer.panels.tug.arrows import TugArrows
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from tests.claims import after
from tests.shown import number
from tests.windows import Desk, choose_in_menu

LEFT = Qt.MouseButton.LeftButton


def show_page(desk: Desk, dock: str, page: str) -> None:
    """By the switch on the title line."""
    desk.click(f"{dock.removeprefix('dock_')}_switch")
    choose_in_menu(desk.qtbot, f"{dock.removeprefix('dock_')}_switch_menu_{page}")
    desk.wait_for_measured()


def dot_plot(desk: Desk, name: str) -> DotPlot:
    found = desk.find(name)
    assert isinstance(found, DotPlot)
    return found


def click_dot(plot: DotPlot, dot: int) -> None:
    x, y = plot.points
    place = plot.plot.point_at(float(x[dot]), float(y[dot])).toPoint()
    QTest.mouseClick(plot.plot.viewport, LEFT, pos=place)


def project_of(name: str, epochs: int) -> Project:
    state = after(name, epochs)
    plan = preset(name).plan
    return Project(replace(plan, config=state.config), state)


# Influence, error, saving


def test_the_scatter_is_a_way_to_see_delta_by_layer_and_a_click_on_a_dot_selects(desk: Desk) -> None:
    show_page(desk, "dock_delta", "scatter")
    trace, y = desk.frame.trace, desk.frame.data.y_probe
    plot = dot_plot(desk, "scatter_plot")
    x, up = plot.points
    np.testing.assert_allclose(x, np.abs(trace.activations[-1] - y).ravel())
    np.testing.assert_allclose(up, np.abs(trace.deltas[-1]).ravel(), atol=1e-15)
    count = numbers.count(320)
    assert f"{count} of {count}" in desk.text("scatter_sentence")
    assert np.flatnonzero(plot.chosen).tolist() == list(range(150, 160))
    dot = int(np.argmax(up))
    click_dot(plot, dot)
    desk.wait_for_calm()
    state = desk.window.document.session.state
    assert (state.primary, state.row) == (Neuron(3, dot % 10), dot // 10)
    assert plot.chosen[dot]


def test_the_cost_is_switched_for_the_picture_alone(desk: Desk) -> None:
    show_page(desk, "dock_delta", "scatter")
    before = desk.parameters()
    box = desk.find("scatter_cost")
    label = next(box.itemText(row) for row in range(box.count()) if box.itemData(row) == "quadratic")  # type: ignore[attr-defined]
    desk.pick("scatter_cost", label)
    desk.wait(lambda: f"{numbers.count(0)} of {numbers.count(320)}" in desk.text("scatter_sentence"))
    assert desk.window.document.plan.config.cost == "log_likelihood"
    np.testing.assert_array_equal(desk.parameters(), before)
    assert not desk.window.document.undo_stack.count()


def test_hidden_neurons_are_laid_over_what_there_is_to_save(desk: Desk) -> None:
    show_page(desk, "dock_delta", "scatter")
    desk.pick("scatter_layer", "layer 2")
    plot = dot_plot(desk, "scatter_plot")
    desk.wait(lambda: "saving" in plot.plot.axis_names[0])
    assert not desk.find("scatter_beside").isEnabled()
    desk.enter("scatter_reach", "2")
    desk.wait(lambda: plot.plot.axis_names[1] == f"|δ| · {numbers.significant(2.0)}")
    np.testing.assert_allclose(plot.points[1], 2.0 * np.abs(desk.frame.trace.deltas[1]).ravel(), atol=1e-15)


def test_the_scatter_shows_the_batch_when_that_is_looked_at(desk: Desk) -> None:
    show_page(desk, "dock_delta", "scatter")
    desk.window.document.session.update(source=SampleSource.BATCH)
    desk.wait_for_measured()
    page = desk.window.panels["dock_delta"].page(ScatterPanel)
    desk.wait(lambda: page._reading.samples.source is SampleSource.BATCH)  # type: ignore[union-attr]
    assert len(dot_plot(desk, "scatter_plot").points[0]) == 20 * 10


# The pages


def test_a_page_that_is_not_in_sight_is_not_measured_and_step_through_has_the_first(desk: Desk) -> None:
    panel = desk.window.panels["dock_delta"]
    assert isinstance(panel, PagedPanel)
    measuring = desk.window.panel_drawing.measurings["dock_delta"]
    desk.wait_for_measured()
    assert measuring.reading is None
    show_page(desk, "dock_delta", "scatter")
    assert measuring.reading is not None
    desk.choose("View", "Step through")
    desk.wait_for_calm()
    assert (panel.shown, panel.switch.isVisible()) == ("heatmaps", False)
    desk.choose("View", "Explore")
    desk.wait_for_calm()
    assert (panel.shown, panel.switch.isVisible()) == ("scatter", True)


def test_the_waterfall_says_why_delta_is_small(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(project_of("digits", 20))
    session = desk.window.document.session
    session.select(Neuron(2, 1), sample=15)
    desk.wait_for_calm()
    show_page(desk, "dock_origin", "waterfall")
    assert number(desk.text("waterfall_term_0")) == pytest.approx(-0.4743, abs=6e-5)
    assert number(desk.text("waterfall_term_1")) == pytest.approx(0.4692, abs=6e-5)
    assert number(desk.text("waterfall_slope")) == pytest.approx(0.038, abs=6e-4)
    assert number(desk.text("waterfall_delta")) == pytest.approx(desk.frame.trace.deltas[1][15, 1], abs=6e-5)
    assert "slope is nearly 0" in desk.text("waterfall_sentence")
    session.select(Neuron(2, 5), sample=5)
    desk.wait_for_calm()
    assert number(desk.text("waterfall_sum")) == pytest.approx(-0.314, abs=6e-4)


def test_the_whole_layer_is_a_table_whose_rows_select(desk: Desk) -> None:
    show_page(desk, "dock_origin", "layer")
    table = desk.find("layer_table")
    assert isinstance(table, CellTable)
    deltas = [row.cells[2].value for row in table.table.rows]
    assert deltas == desk.frame.trace.deltas[1][15].tolist()
    assert table.currentIndex().row() == 1
    place = table.visualRect(table.model().index(0, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)
    desk.wait_for_calm()
    assert desk.window.document.session.state.primary == Neuron(2, 0)
    desk.window.document.session.select(Neuron(1, 3))
    desk.wait_for_measured()
    page = desk.window.panels["dock_origin"].page(LayerPanel)
    desk.wait(lambda: page._reading is not None and page._reading.layer == 1)
    assert len(table.table.rows) == 14


# Tug of war


def test_the_tug_of_war_has_every_sample_and_a_click_looks_at_it(desk: Desk) -> None:
    desk.open_panel("dock_tug")
    desk.wait(lambda: desk.find_all("tug_mean") != [] and desk.text("tug_mean") != "")
    frame = desk.frame
    want = read_tug(frame.network, frame.data, cost="log_likelihood", neuron=Neuron(2, 1))
    shown = {
        "mean": want.mean,
        "median": want.median,
        "mean_size": want.mean_size,
        "rms": want.rms,
        "largest": want.largest,
        "norm": want.gradient_norm,
    }
    for name, value in shown.items():
        assert number(desk.text(f"tug_{name}")) == pytest.approx(value, rel=0.02, abs=6e-5), name
    arrows = desk.find("tug_arrows")
    assert isinstance(arrows, TugArrows)
    assert arrows.grid() == (1, 1438)
    QTest.mouseClick(arrows, LEFT, pos=arrows.cell_rect(0, 1400).center().toPoint())
    desk.wait_for_calm()
    samples, row = desk.window.picturing.picture.samples, desk.window.picturing.picture.row  # type: ignore[union-attr]
    assert want.rows[1396] <= 1438
    assert int(samples.rows[row]) in want.rows[1395:1406].tolist()
    label = next(arrows_box for arrows_box in [desk.find("tug_samples")])
    desk.pick("tug_samples", label.itemText(label.findData("test")))  # type: ignore[attr-defined]
    desk.wait(lambda: arrows.grid() == (1, 360) or arrows.grid() == (1, len(frame.data.x_test)))


def test_the_norm_of_the_gradient_is_drawn_step_by_step(small_desk: Desk) -> None:
    desk = small_desk
    desk.window.document.session.select(Neuron(1, 0))
    desk.wait_for_calm()
    desk.open_panel("dock_tug")
    desk.wait(lambda: desk.find_all("tug_norm") != [] and desk.text("tug_norm") != "")
    desk.click("button_action_step")
    desk.wait_for_measured()
    panel = desk.window.panels["dock_tug"]
    desk.wait(lambda: len(panel._trail.points) == 2)  # type: ignore[attr-defined]
    (_, norms) = panel.content().tables
    assert [step for step, _ in norms.rows] == [0, desk.frame.step]
    tug = read_tug(desk.frame.network, desk.frame.data, cost="cross_entropy", neuron=Neuron(1, 0))
    assert norms.rows[1][1] == pytest.approx(tug.gradient_norm)


# Silence


def test_silencing_a_neuron_is_one_step_of_undo(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(project_of("xor", 100))
    desk.window.document.session.select(Neuron(1, 2))
    desk.wait_for_calm()
    desk.open_panel("dock_neurons")
    desk.wait(lambda: desk.find_all("neurons_table") != [])
    table = desk.find("neurons_table")
    assert isinstance(table, CellTable)
    desk.wait_for_measured()
    want = read_silence(desk.frame.network, desk.frame.data, cost="cross_entropy", layer=1)
    rows = table.table.rows
    assert [row.cells[2].value for row in rows[:4]] == want.accuracies.tolist()
    assert number(rows[0].cells[1].text) == pytest.approx(0.00015, abs=6e-6)
    assert number(rows[0].cells[2].text) == 100.0
    assert number(rows[2].cells[2].text) == pytest.approx(59, abs=0.5)
    before = desk.parameters()
    desk.click("neurons_silence")
    desk.wait_for_measured()
    assert not desk.frame.network.weights[1][:, 2].any()
    desk.wait(lambda: table.table.rows[2].cells[0].faint)
    # The network is now what the table said it would be.
    share = numbers.percent(float(want.accuracies[2])).strip()
    assert share in desk.text("neurons_sentence")
    desk.choose("Edit", "Undo: silence layer 1, neuron 2")
    desk.wait_for_measured()
    np.testing.assert_array_equal(desk.parameters(), before)


def test_a_dot_of_a_neuron_and_a_row_select_it(desk: Desk) -> None:
    desk.open_panel("dock_neurons")
    desk.wait_for_measured()
    desk.wait(lambda: desk.find_all("neurons_plot") != [])
    click_dot(dot_plot(desk, "neurons_plot"), 7)
    desk.wait_for_calm()
    assert desk.window.document.session.state.primary == Neuron(2, 7)
    table = desk.find("neurons_table")
    assert isinstance(table, QAbstractItemView)
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.model().index(0, 0)).center())
    desk.wait_for_calm()
    assert desk.window.document.session.state.primary == Neuron(2, 0)


# Counted


def test_histograms_count_what_is_chosen(desk: Desk) -> None:
    desk.open_panel("dock_histograms")
    desk.wait(lambda: desk.find_all("histogram_3") != [])
    for counted, label in ((Counted.WEIGHTS, None), (Counted.DELTAS, "δ")):
        if label is not None:
            desk.pick("histograms_quantity", label)
        want = read_histograms(desk.state(), counted=counted).layers[1]
        view = desk.find("histogram_2")
        assert isinstance(view, Histogram)
        desk.wait(lambda view=view, want=want: view.layer is not None and view.layer.total == want.total)
        np.testing.assert_array_equal(view.layer.counts, want.counts)  # type: ignore[union-attr]


def test_slices_say_where_the_cost_is_lowest_along_the_gradient(desk: Desk) -> None:
    desk.open_panel("dock_slices")
    desk.wait(lambda: desk.find_all("slices_sentence") != [] and desk.text("slices_sentence") != "")
    want, said = read_slices(desk.state()), desk.text("slices_sentence")
    for value in (want.gradient_norm, want.best, want.cost_at_best, want.rate):
        assert numbers.significant(value, digits=4) in said
    assert numbers.signed(want.downhill_change, decimals=3).strip() in said


def test_every_sample_lies_on_the_curve_of_the_selected_neuron(desk: Desk) -> None:
    desk.open_panel("dock_activation")
    desk.wait(lambda: desk.find_all("activation_plot") != [])
    plot = dot_plot(desk, "activation_plot")
    desk.wait(lambda: len(plot.points[0]) == 1438)
    z, a = plot.points
    np.testing.assert_allclose(a, np.tanh(z))
    panel = desk.window.panels["dock_activation"]
    assert isinstance(panel, ActivationPanel)
    click_dot(plot, int(np.argmax(z)))
    desk.wait_for_calm()
    picture = desk.window.picturing.picture
    assert picture is not None
    row = int(picture.samples.rows[picture.row])
    passed = picture.samples.trace.zs[1][picture.row, 1]
    assert passed == pytest.approx(float(z.max()))
    assert panel._reading is not None
    assert row in panel._reading.rows.tolist()


@pytest.mark.parametrize("dock", ["dock_tug", "dock_neurons", "dock_activation"])
def test_where_nothing_is_there_to_be_read_the_panel_says_so(
    open_desk: Callable[..., Desk], dock: str
) -> None:
    """Without a validation set; and what is selected goes."""
    desk = open_desk(preset("xor").project())
    desk.window.document.session.select(Neuron(1, 0))
    desk.wait_for_calm()
    desk.open_panel(dock)
    desk.wait_for_measured()
    box = desk.find(f"{dock.removeprefix('dock_')}_samples")
    desk.pick(box.objectName(), box.itemText(box.findData("validation")))  # type: ignore[attr-defined]
    panel = desk.window.panels[dock]
    desk.wait(lambda: panel.note == "")
    assert "measuring" not in panel.note


def test_a_page_is_named_by_the_session_and_another_project_keeps_it(desk: Desk) -> None:
    desk.window.requests.take_act(ShowPage("dock_origin", "layer"))
    desk.wait_for_measured()
    panel = desk.window.panels["dock_origin"]
    assert isinstance(panel, PagedPanel)
    assert panel.shown == "layer"
    desk.window.requests.take_act(Select((Neuron(0, 0),)))
    desk.wait_for_calm()
    assert "Input 0 has no δ" in desk.text("layer_message")
    desk.window.requests.take_act(ShowPage("dock_origin", None))
    assert panel.shown == "sum"
