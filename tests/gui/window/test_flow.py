"""The gradient flow dock in the window: read while it is seen, and only then."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bpexplorer.core.readings.flow import FlowReading, read_flow
from bpexplorer.core.spec import Neuron
from bpexplorer.document.workspaces import Workspace
from bpexplorer.look.widgets import EmptyState
from bpexplorer.panels.flow import words
from bpexplorer.panels.flow.rows import flow_tables
from bpexplorer.panels.flow.table import FlowTableView
from bpexplorer.project.presets import preset
from tests.windows import LEFT, NO_MODIFIER, Desk


def reading_of(desk: Desk) -> FlowReading | None:
    measuring = desk.window.panel_drawing.measurings.get("dock_flow")  # there with the panel
    return None if measuring is None else measuring.reading


def test_a_hidden_dock_asks_nothing_and_one_that_comes_up_in_a_pause_shows_what_is(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    desk.run_epochs(1)
    assert reading_of(desk) is None
    desk.open_panel("dock_flow")
    desk.wait(lambda: reading_of(desk) is not None)
    assert reading_of(desk).step == desk.frame.step
    expected = read_flow(desk.state())
    assert flow_tables(reading_of(desk)) == flow_tables(expected)


def test_after_some_steps_the_last_one_is_read(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    desk.open_panel("dock_flow")
    for _ in range(5):
        desk.click("button_action_step")
    desk.wait_for_calm()
    desk.wait(lambda: (reading := reading_of(desk)) is not None and reading.step == 5)
    assert desk.window.docks["dock_flow"].title_line.note.text() == words.title(reading_of(desk))


def test_the_dock_stands_in_the_view_menu(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    dock = desk.window.docks["dock_flow"]
    desk.choose("View", "Panels", "Gradient flow")
    desk.wait(dock.isVisible)
    desk.choose("View", "Panels", "Gradient flow")
    desk.wait(lambda: not dock.isVisible())


def test_a_click_on_a_count_selects_these_neurons(open_desk: Callable[..., Desk]) -> None:
    project = preset("xor").project()
    for weights, biases in zip(project.state.network().weights, project.state.network().biases, strict=True):
        weights[:] = 0.0  # a network that starts from zeros: all neurons of a layer are twins
        biases[:] = 0.0
    desk = open_desk(project)
    desk.open_panel("dock_flow")
    desk.wait(lambda: reading_of(desk) is not None)
    desk.wait(lambda: desk.window.panels["dock_flow"].findChild(FlowTableView, "flow_neurons") is not None)
    table = desk.find("flow_neurons")
    assert isinstance(table, FlowTableView)
    place = [column.symbol for column in table.table.columns].index("twins")
    index = table.model().index(0, place)
    size = desk.window.document.plan.spec.sizes[1]
    desk.wait(lambda: index.data(Qt.ItemDataRole.DisplayRole) == str(size))
    desk.qtbot.mouseClick(table.viewport(), LEFT, NO_MODIFIER, table.visualRect(index).center())
    selected = desk.window.document.session.state.selection
    assert set(selected) == {Neuron(1, index) for index in range(size)}


def test_the_title_has_room_for_the_word_beside_the_step_of_a_long_run(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    desk.window.workspaces.show(Workspace.TRAIN)
    desk.wait(lambda: reading_of(desk) is not None)
    title = words.title(replace(reading_of(desk), step=14_400))
    dock = desk.window.docks["dock_flow"]
    dock.set_note(title)
    QApplication.processEvents()
    assert dock.title_line.note.text_shown() == title


def test_the_flow_is_read_over_the_samples_that_are_chosen(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    desk.open_panel("dock_flow")
    desk.wait(lambda: reading_of(desk) is not None)
    data = desk.window.document.prepared.training
    for over, label, samples in (
        ("test", "test", len(data.x_test)),
        ("all", "all data", 1797),
        ("probe", "fixed samples", 32),
    ):
        desk.pick("flow_samples", label)
        desk.wait(lambda over=over: reading_of(desk).over == over)  # type: ignore[misc]
        assert reading_of(desk).samples == samples
        assert desk.window.docks["dock_flow"].title_line.note.text() == words.title(reading_of(desk))
    desk.pick("flow_samples", "validation")
    panel = desk.window.panels["dock_flow"]
    empty = panel.findChild(EmptyState)
    assert empty is not None
    desk.wait(empty.isVisible)
    assert "validation set" in empty.message.text()
